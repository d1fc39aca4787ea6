import type { EntityManager } from 'typeorm';
import { SaoyError } from '../../domain/problem';
import { type Leaf, parseLeaf } from '../../domain/register-log/leaf';
import { dayOf, formatDate } from '../../time/time';
import { recordAudit } from '../audit/record-audit';
import { insertRows, updateRow } from '../write-row';
import { appendLeaves, rowOf } from './append-leaves';
import type { Book } from './entity';

/** Of one statement. */
const rowsAtOnce = 1_000;

/**
 * Brings a book of a restored database up to what was shown of it: the leaves that the database has lost are put
 * back as they were shown, and each number among them is marked as lost, so that it stays with whoever holds it and
 * is never given again. The entries themselves are gone with the database.
 * @param shown the leaves from `from` on, proven to belong to what was shown
 * @returns the numbers of which something was lost: given, or made void
 * @throws SaoyError `book-unknown`; Error where the book has moved on meanwhile
 */
export async function resumeBook(
  inside: EntityManager,
  { bookId, from, shown, at }: { bookId: string; from: number; shown: string[]; at: Date },
): Promise<number[]> {
  const [book] = await inside.query<Book[]>('SELECT * FROM book WHERE id = ? FOR UPDATE', [bookId]);
  if (!book) throw new SaoyError('book-unknown');
  if (book.logSize !== from) throw new Error('The book has moved on; run the command again.');
  for (let start = 0; start < shown.length; start += rowsAtOnce) {
    const rows = shown
      .slice(start, start + rowsAtOnce)
      .map((leaf, index) => rowOf(bookId, from + start + index, leaf));
    await insertRows(inside, 'register_leaf', rows);
  }
  const leaves = shown.map(parseLeaf);
  const given = leaves.flatMap((leaf) => (leaf.kind === 'number' ? [leaf.number] : []));
  const lost = [...new Set(leaves.flatMap((leaf) => ('number' in leaf ? [leaf.number] : [])))];
  const day = formatDate(dayOf(at.getTime()));
  const marks = lost.map((number): Leaf => ({ kind: 'lost', book: bookId, day, number }));
  const logSize = await appendLeaves(inside, { id: bookId, logSize: from + shown.length }, marks);
  const lastNumber = given.at(-1) ?? book.lastNumber;
  // What was shown as closed stays so, though its statement is gone with the database.
  const closed = leaves.some(({ kind }) => kind === 'close') ? { yearClosedAt: at } : {};
  await updateRow(inside, 'book', bookId, { logSize, lastNumber, ...closed });
  await recordAudit(inside, {
    ...{ officeId: book.officeId, dossierId: null, actorId: null, at },
    action: 'resume-book',
    actKey: `resume:${bookId}:${from}`,
    details: { bookId, leaves: shown.length, firstLost: lost[0] ?? null, lastNumber },
  });
  return lost;
}
