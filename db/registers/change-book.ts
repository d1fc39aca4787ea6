import type { EntityManager } from 'typeorm';
import { randomUUID } from 'node:crypto';
import { SaoyError } from '../../domain/problem';
import { recordAudit } from '../audit/record-audit';
import { inTransaction } from '../transaction';
import { insertRow, updateRow } from '../write-row';
import type { Book } from './entity';

/** What a clerk says of a book [S-03]. Days as yyyy-MM-dd. */
export type BookFacts = Pick<Book, 'name' | 'startNumber' | 'openedOn' | 'closedOn'>;

interface BookAct {
  officeId: string;
  actorId: string;
  at: Date;
  /** yyyy-MM-dd at UTC+7. */
  today: string;
}

/**
 * Adds a book, which goes on where the year's other books end (NĐ 23/2015 Đ13.2).
 * @returns its id
 * @throws SaoyError `book-days-invalid`, `book-name-taken`, `book-start-taken`
 */
export function addBook(manager: EntityManager, act: BookAct, facts: BookFacts): Promise<string> {
  return inTransaction(manager, async (inside) => {
    const year = yearOf(facts);
    requireFit(facts, year, await lockYear(inside, act.officeId, year));
    const id = randomUUID();
    await insertRow(inside, 'book', {
      ...{ id, officeId: act.officeId, year, ...facts },
      ...{ lastNumber: facts.startNumber - 1, logSize: 0 },
    });
    await audit(inside, act, 'book-add', { bookId: id, ...facts });
    return id;
  });
}

/**
 * Changes a book: all of it while it is empty; afterwards its closing day alone, for what was given stands.
 * @throws SaoyError `book-unknown`, `book-numbered`, `book-year-closed`, and as `addBook`
 */
export async function changeBook(
  manager: EntityManager,
  act: BookAct,
  id: string,
  facts: BookFacts,
): Promise<void> {
  await inTransaction(manager, async (inside) => {
    const book = await lockBookOf(inside, act.officeId, id);
    const year = yearOf(facts);
    if (book.yearClosedAt !== null) throw new SaoyError('book-year-closed', { book: book.name });
    if (book.logSize > 0) {
      const { name, startNumber, openedOn } = book;
      const isSame =
        [name, startNumber, openedOn].join() ===
        [facts.name, facts.startNumber, facts.openedOn].join();
      if (!isSame || facts.closedOn < act.today) throw new SaoyError('book-numbered');
      await updateRow(inside, 'book', id, { closedOn: facts.closedOn });
    } else {
      const others = await lockYear(inside, act.officeId, year);
      requireFit(
        facts,
        year,
        others.filter((other) => other.id !== id),
      );
      await updateRow(inside, 'book', id, { ...facts, year, lastNumber: facts.startNumber - 1 });
    }
    await audit(inside, act, 'book-change', { bookId: id, ...facts });
  });
}

/** Deletes a book that has given no number [S-06]. @throws SaoyError `book-unknown`, `book-numbered` */
export async function removeBook(manager: EntityManager, act: BookAct, id: string): Promise<void> {
  await inTransaction(manager, async (inside) => {
    const { logSize, name } = await lockBookOf(inside, act.officeId, id);
    if (logSize > 0) throw new SaoyError('book-numbered');
    await inside.query('DELETE FROM book WHERE id = ?', [id]);
    await audit(inside, act, 'book-remove', { bookId: id, name });
  });
}

function requireFit(facts: BookFacts, year: number, others: readonly Book[]): void {
  const { name, startNumber } = facts;
  if (others.some((other) => other.name === name)) {
    throw new SaoyError('book-name-taken', { name, year });
  }
  const given = others.filter(({ logSize }) => logSize > 0).map(({ lastNumber }) => lastNumber);
  const least = Math.max(0, ...given) + 1;
  if (startNumber < least || others.some((other) => other.startNumber === startNumber)) {
    throw new SaoyError('book-start-taken', { least });
  }
}

/** @throws SaoyError `book-days-invalid` */
function yearOf({ openedOn, closedOn }: BookFacts): number {
  const year = openedOn.slice(0, 4);
  if (closedOn.slice(0, 4) !== year || openedOn > closedOn)
    throw new SaoyError('book-days-invalid');
  return Number(year);
}

/** Two that add a book to one year at once do so one after the other: a book's number is looked at under its lock. */
function lockYear(inside: EntityManager, officeId: string, year: number): Promise<Book[]> {
  return inside.query<Book[]>('SELECT * FROM book WHERE officeId = ? AND year = ? FOR UPDATE', [
    officeId,
    year,
  ]);
}

export async function lockBookOf(
  inside: EntityManager,
  officeId: string,
  id: string,
): Promise<Book> {
  const [book] = await inside.query<Book[]>(
    'SELECT * FROM book WHERE id = ? AND officeId = ? FOR UPDATE',
    [id, officeId],
  );
  if (!book) throw new SaoyError('book-unknown');
  return book;
}

async function audit(
  inside: EntityManager,
  { officeId, actorId, at }: BookAct,
  action: string,
  details: Record<string, string | number>,
): Promise<void> {
  const actKey = `${action}:${randomUUID()}`;
  await recordAudit(inside, { officeId, dossierId: null, actorId, action, actKey, details, at });
}
