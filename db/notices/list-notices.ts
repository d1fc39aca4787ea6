import type { DataSource } from 'typeorm';
import { SaoyError } from '../../domain/problem';
import type { NoticeWithFacts } from './read-claimed';
import { listWithFacts } from './read-claimed';

/** The newest so many are shown. */
const shownMax = 100;

/** What the portal shows to whoever holds one of these rights in an office, the newest first. */
export async function listForRights(
  db: DataSource,
  officeId: string,
  rights: readonly string[],
  now: Date,
): Promise<NoticeWithFacts[]> {
  if (rights.length === 0) return [];
  return listWithFacts(
    db,
    `WHERE n.officeId = ? AND n.channel = 'portal' AND n.nextAt <= ?
       AND n.recipientKind = 'right' AND n.recipient IN (?)
     ORDER BY n.nextAt DESC, n.id LIMIT ?`,
    [officeId, now, rights, shownMax],
  );
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
