import type { DataSource } from 'typeorm';
import { SaoyError } from '../../domain/problem';
import { recordAudit } from '../audit/record-audit';
import { lockStanding } from '../offices/change-office';
import { inTransaction } from '../transaction';
import { Membership, OfficeRight } from './entity';
import { type By, type NewRight, recordRight } from './record-person';

/**
 * Gives a right in an office that stands, to one who belongs there from now on. Whether the giver may is the
 * caller's to know.
 * @param holdersMax how many people may hold it there at a time; null: no bound
 * @returns its id
 * @throws SaoyError `office-closed`, `right-held`, `right-full`
 */
export async function grantRight(
  db: DataSource,
  right: NewRight & { fromAt: Date; untilAt: Date | null },
  by: By & { holdersMax: number | null },
): Promise<string> {
  return inTransaction(db, async (inside) => {
    const { personId, officeId, fromAt, untilAt } = right;
    // The lock of the office holds back whoever would give the same right beside this one.
    await lockStanding(inside, officeId);
    const others = await inside
      .createQueryBuilder(OfficeRight, 'r')
      .where('r.officeId = :officeId AND r.held = :held', { officeId, held: right.right })
      .andWhere('(r.untilAt IS NULL OR r.untilAt > :fromAt)', { fromAt })
      .andWhere(untilAt === null ? 'TRUE' : 'r.fromAt < :untilAt', { untilAt })
      .getMany();
    if (others.some((other) => other.personId === personId)) throw new SaoyError('right-held');
    const holders = new Set(others.map((other) => other.personId));
    if (by.holdersMax !== null && holders.size >= by.holdersMax) {
      throw new SaoyError('right-full', { max: by.holdersMax });
    }
    const place = { personId, officeId };
    const member = await inside.findOneBy(Membership, place);
    if (!member) await inside.insert(Membership, { ...place, since: by.at, endedAt: null });
    else if (member.endedAt) await inside.update(Membership, place, { endedAt: null });
    return recordRight(inside, right, by);
  });
}

/** Ends a right from now on; one that is over stays as it was. */
export async function endRight(
  db: DataSource,
  rightId: string,
  { actorId, at }: { actorId: string; at: Date },
): Promise<void> {
  await inTransaction(db, async (inside) => {
    const right = await inside.findOneOrFail(OfficeRight, {
      where: { id: rightId },
      lock: { mode: 'pessimistic_write' },
    });
    if (right.untilAt !== null && right.untilAt <= at) return;
    // One that has not begun never does: it ends before it begins.
    await inside.update(OfficeRight, { id: rightId }, { untilAt: at, endedBy: actorId });
    await recordAudit(inside, {
      ...{ officeId: right.officeId, dossierId: null, actorId, action: 'right-ended', at },
      actKey: `right-ended ${rightId} ${at.getTime()}`,
      details: {
        ...{ personId: right.personId, rightId, right: right.right },
        ...{ untilBefore: right.untilAt?.toISOString() ?? null, until: at.toISOString() },
      },
    });
  });
}
