import type { DataSource } from 'typeorm';
import { personalCondition } from '../personal/personal-column';

/** More hits than this are too many to be told one by one: the list is read newest first, and says that there are more. */
export const hitsMax = 5_000;

/** A dossier with its place among an office's, the newest first. */
export interface Hit {
  id: string;
  acceptedAt: Date;
  code: string;
}

/** What the words of a search find. */
export interface Hits {
  /** In no order; null: too many. */
  found: Hit[] | null;
  /** Whether all words were looked at: else each is still a condition on what is found. */
  isWhole: boolean;
}

type Condition = [sql: string, ...parameters: unknown[]];

/**
 * The dossiers of an office that have what is searched for, read from the indexes that hold it and not dossier by
 * dossier.
 * @param words folded, one at least
 */
export async function findHits(
  db: DataSource,
  officeId: string,
  words: readonly string[],
): Promise<Hits> {
  const offices = await listOffices(db, officeId);
  const inNames = words.filter(isOfName);
  const others = words.filter((word) => !isOfName(word));
  // Numbers say more than names do.
  for (const word of others) {
    const found = await findWithWord(db, { officeId, offices }, word);
    if (found) return { found, isWhole: words.length === 1 };
  }
  const isWhole = others.length === 0;
  if (inNames.length === 0) return { found: null, isWhole };
  // Of a merged office some dossiers are the successor's: how many is not known from its visits.
  return {
    found: await findWithNames(db, { officeId, offices }, inNames),
    isWhole: isWhole && offices.length === 1,
  };
}

/** Letters alone: codes and numbers are not looked for by them. */
export function isOfName(word: string): boolean {
  return /^\p{L}+$/u.test(word);
}

/** Whether a word is a whole address or number, which is found by its blind index, or not at all. */
export function wholeConditions(word: string): Condition[] {
  const of = (column: string, kind: 'email' | 'identifier' | 'phone'): Condition => {
    const { sql, parameters } = personalCondition(`v.${column}`, kind, word);
    return [sql, ...parameters];
  };
  if (word.includes('@')) return [of('requesterEmail', 'email')];
  if (!/^\+?\d{9,13}$/.test(word)) return [];
  return [of('requesterIdentifier', 'identifier'), of('requesterPhone', 'phone')];
}

/** `%word%`, its own signs taken as they are. */
export function partOf(word: string): string {
  return `%${word.replace(/[\\%_]/g, '\\$&')}%`;
}

interface Where {
  officeId: string;
  /** A visit stays with the office that took it in, its dossiers may be a successor's. */
  offices: readonly string[];
}

async function listOffices(db: DataSource, officeId: string): Promise<string[]> {
  const rows = await db.query<{ id: string }[]>('SELECT id FROM office WHERE actingId = ?', [
    officeId,
  ]);
  return [officeId, ...rows.map(({ id }) => id).filter((id) => id !== officeId)];
}

/** Nothing but the index of names is read, and then the index of dossiers by their visits. */
async function findWithNames(
  db: DataSource,
  where: Where,
  words: readonly string[],
): Promise<Hit[] | null> {
  const fits = words.map(() => 'v.requesterSought LIKE ?').join(' AND ');
  return findOfVisits(db, where, namesIndex, [fits, ...words.map(partOf)]);
}

const namesIndex = 'FORCE INDEX (IDX_visit_office_sought)';

async function findOfVisits(
  db: DataSource,
  { officeId, offices }: Where,
  index: string,
  [fits, ...parameters]: Condition,
): Promise<Hit[] | null> {
  const visits = await db.query<{ id: string }[]>(
    `SELECT v.id FROM visit v ${index} WHERE v.officeId IN (?) AND ${fits} LIMIT ${hitsMax + 1}`,
    [offices, ...parameters],
  );
  if (visits.length > hitsMax) return null;
  if (visits.length === 0) return [];
  const hits = await db.query<Hit[]>(
    `SELECT d.id, d.acceptedAt, d.code FROM dossier d FORCE INDEX (IDX_dossier_visit_place)
     WHERE d.visitId IN (?) AND d.officeId = ? LIMIT ${hitsMax + 1}`,
    [visits.map(({ id }) => id), officeId],
  );
  return hits.length > hitsMax ? null : hits;
}

/** A word with other signs than letters: of a code, a number, a name, or the whole of what is encrypted. */
async function findWithWord(db: DataSource, where: Where, word: string): Promise<Hit[] | null> {
  const whole = wholeConditions(word);
  const hits = new Map<string, Hit>();
  const take = (found: readonly Hit[] | null): boolean => {
    for (const hit of found ?? []) hits.set(hit.id, hit);
    return found !== null && hits.size <= hitsMax;
  };
  if (whole.length > 0) {
    for (const condition of whole) {
      if (!take(await findOfVisits(db, where, '', condition))) return null;
    }
    return [...hits.values()];
  }
  const { officeId, offices } = where;
  if (/^[a-z0-9.]{2,20}-\d{6}-\d{6}$/.test(word)) {
    const found = await db.query<Hit[]>(
      'SELECT d.id, d.acceptedAt, d.code FROM dossier d WHERE d.code = ? AND d.officeId = ?',
      [word.toUpperCase(), officeId],
    );
    if (found.length > 0) return found;
  }
  const part = partOf(word);
  const isAscii = /^[\x21-\x7e]*$/.test(word);
  if (isAscii && !take(await db.query<Hit[]>(codesLike, [officeId, part]))) return null;
  if (!take(await db.query<Hit[]>(numbersLike, [offices, part, officeId]))) return null;
  const inNames = await findOfVisits(db, where, namesIndex, ['v.requesterSought LIKE ?', part]);
  return take(inNames) ? [...hits.values()] : null;
}

const codesLike = `SELECT d.id, d.acceptedAt, d.code FROM dossier d FORCE INDEX (IDX_dossier_office_accepted_code)
  WHERE d.officeId = ? AND LOWER(d.code) LIKE ? LIMIT ${hitsMax + 1}`;
/** The one letter beyond ASCII of a number: `001/ĐT`. */
export const numberSought = "REPLACE(LOWER(e.numberText), 'đ', 'd')";
const numbersLike = `SELECT d.id, d.acceptedAt, d.code FROM book b STRAIGHT_JOIN register_entry e ON e.bookId = b.id
  STRAIGHT_JOIN dossier d ON d.id = e.dossierId
  WHERE b.officeId IN (?) AND ${numberSought} LIKE ? AND d.officeId = ? LIMIT ${hitsMax + 1}`;
