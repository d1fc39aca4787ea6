import { In, type DataSource, type EntityManager } from 'typeorm';
import { recordAudit } from '../audit/record-audit';
import { Notice, type NoticeStatus } from '../notices/entity';
import { enqueue } from '../notices/outbox';
import { Person } from '../people/entity';
import { recordCitizen, type NewCitizen } from '../people/record-citizen';
import { DeskAccount } from './entity';

/** Of the accounts of one officer. */
const listedMax = 200;

export type NewDeskAccount = Omit<DeskAccount, 'personId' | 'scanDroppedAt'> & {
  citizen: NewCitizen;
};

/**
 * Makes a citizen's account at a desk, with word of its first password, in the caller's transaction.
 * @returns its id; null where the number has an account already: nothing is done
 */
export async function recordDeskAccount(
  manager: EntityManager,
  { citizen, ...facts }: NewDeskAccount,
): Promise<string | null> {
  const personId = await recordCitizen(manager, citizen);
  if (personId === null) return null;
  await manager.insert(DeskAccount, { personId, ...facts });
  const { officeId, madeBy: actorId, madeAt: at, secretId, scanHash } = facts;
  await enqueue(manager, { officeId, subjectKind: 'person', subjectId: personId, at }, [
    {
      ...{ channel: 'sms', template: 'first-password', data: { secretId } },
      ...{ recipientKind: 'person', recipient: personId },
    },
  ]);
  await recordAudit(manager, {
    ...{ officeId, dossierId: null, actorId, action: 'account-opened', at },
    ...{ actKey: `account-opened ${personId}`, details: { personId, scanHash } },
  });
  return personId;
}

export interface DeskAccountLine {
  personId: string;
  fullName: string;
  identifier: string;
  phone: string;
  madeAt: Date;
  /** Of the message with the first password. */
  notice: NoticeStatus | null;
}

/** The accounts that somebody opened in an office, the newest first. */
export async function listDeskAccounts(
  { manager }: Pick<DataSource, 'manager'>,
  { officeId, madeBy }: { officeId: string; madeBy: string },
): Promise<DeskAccountLine[]> {
  const order = { madeAt: 'DESC' } as const;
  const where = { officeId, madeBy };
  const made = await manager.find(DeskAccount, { where, order, take: listedMax });
  const ids = made.map(({ personId }) => personId);
  if (ids.length === 0) return [];
  const people = await manager.findBy(Person, { id: In(ids) });
  const notices = await manager.findBy(Notice, { subjectId: In(ids), channel: 'sms' });
  return made.map(({ personId, madeAt }) => {
    const person = people.find(({ id }) => id === personId);
    const notice = notices.find(({ subjectId }) => subjectId === personId);
    return {
      ...{ personId, madeAt, fullName: person?.fullName ?? '', phone: person?.phone ?? '' },
      ...{ identifier: person?.identifier ?? '', notice: notice?.status ?? null },
    };
  });
}
