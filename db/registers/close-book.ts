import { createHash } from 'node:crypto';
import type { DataSource, EntityManager } from 'typeorm';
import type { PaperContent } from '../../domain/papers';
import { SaoyError } from '../../domain/problem';
import { dayOf, formatDate, formatDateVi, toDay } from '../../time/time';
import { recordAudit } from '../audit/record-audit';
import { canonical } from '../chain';
import { Office } from '../offices/entity';
import { issuePaper } from '../papers/issue-paper';
import { inSnapshot, inTransaction } from '../transaction';
import { insertRow, updateRow } from '../write-row';
import { appendLeaves } from './append-leaves';
import { lockBookOf } from './change-book';
import { type Book, RegisterClosing } from './entity';
import { closingHash } from './entry-hash';
import { getBook } from './list-entries';
import { openingLeaf } from './number-leaves';
import {
  type BookTotals,
  type BookWaiting,
  type MonthTotals,
  readWaiting,
  totalBook,
} from './total-book';

export interface ClosingFacts {
  book: Book;
  totals: BookTotals;
  months: MonthTotals[];
  waiting: BookWaiting;
  /** Of the totals as they are now: what the signer confirms. */
  totalsHash: string;
  /** Null: the book is not closed yet. */
  closing: RegisterClosing | null;
}

/** What the closing of a book would say, or says, as of one instant. @throws SaoyError `book-unknown` */
export function readClosing(
  db: DataSource,
  officeId: string,
  bookId: string,
): Promise<ClosingFacts> {
  return inSnapshot(db, async (manager) => {
    const book = await getBook({ manager }, officeId, bookId);
    const { totals, months } = await totalBook(manager, bookId);
    return {
      ...{ book, totals, months, totalsHash: hashTotals(totals) },
      waiting: await readWaiting(manager, bookId, officeId),
      closing: await manager.findOneBy(RegisterClosing, { bookId }),
    };
  });
}

/** @returns the day from which a book may be closed has come: its last one, at the earliest */
export function hasEnded({ closedOn }: Pick<Book, 'closedOn'>, today: string): boolean {
  return closedOn <= today;
}

export interface ClosingInput {
  officeId: string;
  bookId: string;
  /** Of the totals that the signer saw. */
  totalsHash: string;
  actorId: string;
  at: Date;
  /** The statement, from what is counted under the book's lock. */
  paperOf: (facts: Pick<ClosingFacts, 'book' | 'totals' | 'months'>) => {
    content: PaperContent;
    symbol: string;
  };
}

/**
 * Closes a book for good: its totals, who confirmed them and when, a leaf of the log that binds them, and the
 * statement to be signed by hand, in one transaction under the book's lock. Closed once more is closed already.
 * (NĐ 23/2015 Đ13.1)
 * @throws SaoyError `book-unknown`, `book-not-ended`, `book-number-waiting`, `book-totals-changed`
 */
export async function closeBook(manager: EntityManager, input: ClosingInput): Promise<void> {
  const { officeId, bookId, actorId, at } = input;
  const today = formatDate(dayOf(at.getTime()));
  await inTransaction(manager, async (inside) => {
    const book = await lockBookOf(inside, officeId, bookId);
    if (book.yearClosedAt !== null) return;
    requireEnded(book, today);
    const { unsealedCount } = await readWaiting(inside, bookId, officeId);
    if (unsealedCount > 0) {
      throw new SaoyError('book-number-waiting', { book: book.name, count: unsealedCount });
    }
    const { totals, months } = await totalBook(inside, bookId);
    if (hashTotals(totals) !== input.totalsHash) throw new SaoyError('book-totals-changed');
    const { content, symbol } = input.paperOf({ book, totals, months });
    const paper = await issuePaper(inside, {
      ...{ officeId, dossierIds: [], visitId: null, dossierId: null, letterId: null },
      ...{ content, symbol, actorId, at },
    });
    const facts = { bookId, officeId, ...totals, closedBy: actorId, at };
    const row: RegisterClosing = { ...facts, hash: closingHash(facts), paperId: paper.id };
    await insertRow(inside, 'register_closing', { ...row });
    const { code: officeCode } = await inside.findOneByOrFail(Office, { id: officeId });
    const { numbers, voids } = totals;
    const logSize = await appendLeaves(inside, book, [
      ...(book.logSize === 0 ? [openingLeaf({ ...book, officeCode }, today)] : []),
      { kind: 'close', book: bookId, day: today, numbers, voids, statement: row.hash },
    ]);
    await updateRow(inside, 'book', bookId, { logSize, yearClosedAt: at });
    await recordAudit(inside, {
      ...{ officeId, dossierId: null, actorId, action: 'book-close', at },
      actKey: `book-close:${bookId}`,
      details: {
        bookId,
        ...totals,
        hash: row.hash,
        paper: paper.id,
        paperNumber: paper.numberText,
      },
    });
  });
}

function requireEnded(book: Book, today: string): void {
  if (hasEnded(book, today)) return;
  const [year = 0, month = 0, day = 0] = book.closedOn.split('-').map(Number);
  throw new SaoyError('book-not-ended', {
    book: book.name,
    day: formatDateVi(toDay({ year, month, day })),
  });
}

function hashTotals(totals: BookTotals): string {
  return createHash('sha256')
    .update(canonical({ ...totals }))
    .digest('hex');
}
