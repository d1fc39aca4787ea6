import { randomUUID } from 'node:crypto';
import type { EntityManager } from 'typeorm';
import { Book } from './entity';

/** Makes the office's book of a year; the row must exist before it is ever locked. */
export async function ensureBook(
  manager: EntityManager,
  officeId: string,
  year: number,
  startNumber: number,
): Promise<void> {
  await manager
    .createQueryBuilder()
    .insert()
    .into(Book)
    .values(bookOf(officeId, year, startNumber))
    .orIgnore()
    .execute();
}

/** An office's book of a year, still empty. */
export function bookOf(officeId: string, year: number, startNumber: number) {
  return {
    id: randomUUID(),
    officeId,
    year,
    name: `${year}/ĐT`,
    startNumber,
    lastNumber: startNumber - 1,
    logSize: 0,
    openedOn: `${year}-01-01`,
    closedOn: `${year}-12-31`,
    yearClosedAt: null,
  };
}

/**
 * Makes the books of a year for all standing offices of a policy that have none of that year: the number of a new
 * year starts at its first (NĐ 23/2015 Đ13.2). The same again does nothing.
 * @param today yyyy-MM-dd
 */
export async function openBooks(
  manager: EntityManager,
  { policyId, year, suffix, start, today }: BooksToOpen,
): Promise<number> {
  const { affectedRows } = await manager.query<{ affectedRows: number }>(
    `INSERT IGNORE INTO book
        (id, officeId, year, name, startNumber, lastNumber, logSize, openedOn, closedOn)
      SELECT UUID(), o.id, ?, ?, ?, ?, 0, ?, ? FROM office o
      WHERE o.policyId = ? AND o.validFrom <= ? AND (o.validTo IS NULL OR o.validTo > ?)
        AND EXISTS (SELECT 1 FROM book b WHERE b.officeId = o.id)
        AND NOT EXISTS (SELECT 1 FROM book b WHERE b.officeId = o.id AND b.year = ?)`,
    [
      ...[year, `${year}${suffix}`, start, start - 1, `${year}-01-01`, `${year}-12-31`],
      ...[policyId, today, today, year],
    ],
  );
  return affectedRows;
}

export interface BooksToOpen {
  policyId: string;
  year: number;
  /** Ends the names of electronic books, `/ĐT`. */
  suffix: string;
  /** The year's first number. */
  start: number;
  today: string;
}

/** The policies that offices go by. */
export async function listPolicyIds(manager: EntityManager): Promise<string[]> {
  const rows = await manager.query<{ policyId: string }[]>('SELECT DISTINCT policyId FROM office');
  return rows.map(({ policyId }) => policyId);
}
