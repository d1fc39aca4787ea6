import type { DataSource } from 'typeorm';
import { SaoyError } from '../../domain/problem';
import type { NoticeWithFacts } from './read-claimed';
import { listUnwanted } from './notice-choices';
import { listWithFacts } from './read-claimed';

/** The newest so many are shown. */
const shownMax = 100;

/** A notice of the portal, and whether who asks has read it. */
export type PortalNotice = NoticeWithFacts & { isRead: boolean };

/** Who asks, with the rights by which they are told in an office. */
interface Reader {
  officeId: string;
  personId: string;
  rights: readonly string[];
}

/** What is older counts as read. */
const unreadDays = 30;

/**
 * What the portal shows to a person in an office, the newest first: what is for their rights there and for themselves,
 * without the kinds that they do not want; and how much of it is unread.
 */
export async function listForReader(
  db: DataSource,
  reader: Reader,
  now: Date,
): Promise<{ items: PortalNotice[]; unread: number }> {
  const { where, parameters } = await seenBy(db, reader, now);
  const items = await listWithFacts(db, `WHERE ${where} ORDER BY n.nextAt DESC, n.id LIMIT ?`, [
    ...parameters,
    shownMax,
  ]);
  const since = sinceUnread(now);
  const [count] = await db.query<{ unread: string }[]>(
    `SELECT COUNT(*) AS unread FROM notice n WHERE ${where} AND ${notRead}`,
    [...parameters, since, reader.personId],
  );
  const ids = items.map(({ notice }) => notice.id);
  const read = new Set(await listRead(db, reader.personId, ids));
  return {
    items: items.map((facts) => ({
      ...facts,
      isRead: read.has(facts.notice.id) || facts.notice.nextAt < since,
    })),
    unread: Number(count?.unread),
  };
}

/** Notes that a person has read these notices, or all that they are shown. */
export async function recordReading(
  db: DataSource,
  reader: Reader,
  ids: readonly string[] | null,
  now: Date,
): Promise<void> {
  if (ids?.length === 0) return;
  const { where, parameters } = await seenBy(db, reader, now);
  const { personId } = reader;
  const named = ids === null ? '' : 'AND n.id IN (?)';
  await db.query(
    `INSERT IGNORE INTO notice_reading (personId, noticeId, at)
     SELECT ?, n.id, ? FROM notice n WHERE ${where} AND ${notRead} ${named}`,
    [personId, now, ...parameters, sinceUnread(now), personId, ...(ids === null ? [] : [ids])],
  );
}

const notRead = `n.nextAt >= ? AND NOT EXISTS (SELECT 1 FROM notice_reading r
  WHERE r.personId = ? AND r.noticeId = n.id)`;

function sinceUnread(now: Date): Date {
  return new Date(now.getTime() - unreadDays * 86_400_000);
}

async function seenBy(db: DataSource, { officeId, personId, rights }: Reader, now: Date) {
  const unwanted = await listUnwanted(db, personId);
  const toRights = `n.officeId = ? AND n.recipientKind = 'right' AND n.recipient IN (?)`;
  const toPerson = `n.recipientKind = 'person' AND n.recipient = ?`;
  return {
    where: `n.channel = 'portal' AND n.nextAt <= ? AND n.template NOT IN (?)
      AND ((${toRights}) OR (${toPerson}))`,
    // No message and no right is called so: a list must not be empty.
    parameters: [now, ['', ...unwanted], officeId, ['', ...rights], personId],
  };
}

async function listRead(
  db: DataSource,
  personId: string,
  ids: readonly string[],
): Promise<string[]> {
  if (ids.length === 0) return [];
  const rows = await db.query<{ noticeId: string }[]>(
    'SELECT noticeId FROM notice_reading WHERE personId = ? AND noticeId IN (?)',
    [personId, ids],
  );
  return rows.map(({ noticeId }) => noticeId);
}

/** What the portal shows to a person, the newest first. */
export function listForPerson(
  db: DataSource,
  personId: string,
  now: Date,
): Promise<NoticeWithFacts[]> {
  return listWithFacts(
    db,
    `WHERE n.recipient = ? AND n.recipientKind = 'person' AND n.channel = 'portal' AND n.nextAt <= ?
     ORDER BY n.nextAt DESC, n.id LIMIT ?`,
    [personId, now, shownMax],
  );
}

/** Notices of an office that a person has to see to, or that were tried in vain; those that wait longest first. */
export function listUnsent(db: DataSource, officeId: string): Promise<NoticeWithFacts[]> {
  return listWithFacts(
    db,
    `WHERE n.officeId = ? AND n.channel <> 'portal'
       AND (n.status IN ('failed', 'uncertain') OR (n.status = 'pending' AND n.attempts > 0))
     ORDER BY n.createdAt, n.id LIMIT ?`,
    [officeId, shownMax],
  );
}

/** @throws SaoyError `notice-unknown` where none of these offices has it */
export async function getNotice(
  db: DataSource,
  officeIds: readonly string[],
  id: string,
): Promise<NoticeWithFacts> {
  const where = 'WHERE n.id = ? AND n.officeId IN (?)';
  const found = officeIds.length === 0 ? [] : await listWithFacts(db, where, [id, officeIds]);
  const [notice] = found;
  if (!notice) throw new SaoyError('notice-unknown');
  return notice;
}
