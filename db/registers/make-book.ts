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
  };
}
