import type { DataSource, EntityManager } from 'typeorm';
import {
  kindOfMessage,
  type NewNotice,
  type NoticeKind,
  noticeKindNames,
  noticeKinds,
} from '../../domain/notices';
import { readFlag } from '../read-flag';
import { NoticeChoice } from './entity';

export type Choice = Pick<NoticeChoice, 'kind' | 'onPage' | 'byMail'>;

/** Where a person wants each kind of notice; on the page where they chose nothing. */
export async function listChoices(db: DataSource, personId: string): Promise<Choice[]> {
  const chosen = await db.manager.findBy(NoticeChoice, { personId });
  return noticeKindNames.map((kind) => {
    const own = chosen.find((choice) => choice.kind === kind);
    return own
      ? { kind, onPage: readFlag(own.onPage), byMail: readFlag(own.byMail) }
      : { kind, onPage: true, byMail: false };
  });
}

/** Messages that a person does not want on the page. */
export async function listUnwanted(db: DataSource, personId: string): Promise<string[]> {
  const choices = await listChoices(db, personId);
  return choices.filter(({ onPage }) => !onPage).flatMap(({ kind }) => noticeKinds[kind].messages);
}

export async function recordChoices(
  db: DataSource,
  personId: string,
  choices: readonly Choice[],
): Promise<void> {
  const rows = choices.map((choice) => ({ personId, ...choice }));
  await db.manager.upsert(NoticeChoice, rows, ['personId', 'kind']);
}

/**
 * The same by mail for those among its recipients who want that kind so: one person, or whoever holds a right in the
 * office at the moment.
 */
export async function copyByMail(
  manager: EntityManager,
  officeId: string | null,
  notices: readonly NewNotice[],
  at: Date,
): Promise<NewNotice[]> {
  const copies: NewNotice[] = [];
  for (const notice of notices) {
    const kind = notice.channel === 'portal' ? kindOfMessage(notice.template) : undefined;
    if (kind === undefined) continue;
    for (const recipient of await listMailed(manager, officeId, kind, notice, at)) {
      copies.push({ ...notice, channel: 'mail', recipientKind: 'person', recipient });
    }
  }
  return copies;
}

async function listMailed(
  manager: EntityManager,
  officeId: string | null,
  kind: NoticeKind,
  { recipientKind, recipient }: NewNotice,
  at: Date,
): Promise<string[]> {
  const [among, parameters] =
    recipientKind === 'person'
      ? ['c.personId = ?', [recipient]]
      : [
          `c.personId IN (SELECT r.personId FROM office_right r WHERE r.officeId = ? AND r.held = ?
             AND r.fromAt <= ? AND (r.untilAt IS NULL OR r.untilAt > ?))`,
          [officeId, recipient, at, at],
        ];
  const rows = await manager.query<{ personId: string }[]>(
    `SELECT c.personId FROM notice_choice c
     JOIN person p ON p.id = c.personId AND p.state = 'active' AND p.email IS NOT NULL
     WHERE c.kind = ? AND c.byMail = 1 AND ${among}`,
    [kind, ...parameters],
  );
  return rows.map(({ personId }) => personId);
}
