import { type DataSource, IsNull } from 'typeorm';
import { SaoyError } from '../../domain/problem';
import { recordAudit } from '../audit/record-audit';
import { dropContents } from '../contents/drop-contents';
import { inTransaction } from '../transaction';
import { Book, BookExport } from './entity';

/** Older ones are found by asking anew. */
const linesMax = 20;

export type ExportOrder = Pick<BookExport, 'id' | 'officeId' | 'askedBy' | 'askedAt'> & {
  which: { bookId: string } | { year: number };
};

/** The books of an export, in the order of their numbers. */
export function listExportBooks(
  { manager }: Pick<DataSource, 'manager'>,
  { officeId, bookId, year }: Pick<BookExport, 'officeId' | 'bookId' | 'year'>,
): Promise<Book[]> {
  return manager.find(Book, {
    where: bookId === null ? { officeId, year } : { officeId, id: bookId },
    order: { startNumber: 'ASC' },
  });
}

/**
 * Writes that a book, or a year's, is wanted as a workbook; the same that is being made already is that one.
 * @throws SaoyError `book-unknown`
 */
export function recordExportAsked(
  db: DataSource,
  { id, officeId, askedBy, askedAt, which }: ExportOrder,
): Promise<{ id: string; isNew: boolean }> {
  return inTransaction(db, async (inside) => {
    const books = await inside.find(Book, {
      where: 'year' in which ? { officeId, year: which.year } : { officeId, id: which.bookId },
      // Of two who ask at once, the second finds what the first wrote.
      lock: { mode: 'pessimistic_write' },
    });
    const [book] = books;
    if (!book) throw new SaoyError('book-unknown');
    const bookId = 'bookId' in which ? which.bookId : null;
    const same = { officeId, year: book.year, bookId: bookId ?? IsNull() };
    const running = await inside.findOneBy(BookExport, {
      ...{ ...same, doneAt: IsNull(), cancelledAt: IsNull() },
    });
    if (running) return { id: running.id, isNew: false };
    const total = books.reduce((sum, each) => sum + each.lastNumber - each.startNumber + 1, 0);
    await inside.insert(BookExport, {
      ...{ id, officeId, year: book.year, bookId, askedBy, askedAt, total, progress: 0 },
      ...{ cancelledAt: null, doneAt: null, failure: null, workbookHash: null, bytes: null },
    });
    await recordAudit(inside, {
      ...{ officeId, dossierId: null, actorId: askedBy, action: 'book-export', at: askedAt },
      actKey: `book-export:${id}`,
      details: { export: id, bookId, year: book.year, rows: total },
    });
    return { id, isNew: true };
  });
}

/** Takes away one that nobody will make. */
export async function removeExport({ manager }: DataSource, id: string): Promise<void> {
  await manager.delete(BookExport, { id, doneAt: IsNull() });
}

/** The newest first. */
export function listExports({ manager }: DataSource, officeId: string): Promise<BookExport[]> {
  return manager.find(BookExport, {
    where: { officeId },
    order: { askedAt: 'DESC', id: 'ASC' },
    take: linesMax,
  });
}

/** @throws SaoyError `book-export-unknown` where it is not this office's */
export async function getExport(
  { manager }: Pick<DataSource, 'manager'>,
  id: string,
  officeId?: string,
): Promise<BookExport> {
  const found = await manager.findOneBy(BookExport, { id, ...(officeId ? { officeId } : {}) });
  if (!found) throw new SaoyError('book-export-unknown');
  return found;
}

/** @returns false where it was cancelled meanwhile */
export async function recordExportProgress(
  { manager }: DataSource,
  id: string,
  progress: number,
): Promise<boolean> {
  const { affectedRows } = await manager.query<{ affectedRows: number }>(
    'UPDATE book_export SET progress = ? WHERE id = ? AND cancelledAt IS NULL',
    [progress, id],
  );
  return affectedRows === 1;
}

/** Does nothing where it is done. */
export async function cancelExport({ manager }: DataSource, id: string, at: Date): Promise<void> {
  await manager.update(
    BookExport,
    { id, doneAt: IsNull(), cancelledAt: IsNull() },
    { cancelledAt: at },
  );
}

/** Writes what came of it; of one that was cancelled meanwhile nothing stays. Its file takes the place of the one that was made of the same before. */
export async function recordExportDone(
  db: DataSource,
  { id, officeId, year, bookId }: BookExport,
  outcome: Pick<BookExport, 'workbookHash' | 'bytes'> | Pick<BookExport, 'failure'>,
  at: Date,
): Promise<void> {
  await inTransaction(db, async (inside) => {
    const isFile = 'workbookHash' in outcome;
    const row = await inside.findOneOrFail(BookExport, {
      ...{ where: { id }, lock: { mode: 'pessimistic_write' } },
    });
    if (row.cancelledAt !== null) {
      const hash = isFile ? outcome.workbookHash : null;
      if (hash !== null) await dropContents(inside, [hash], at);
      return;
    }
    if (isFile) {
      const earlier = await inside.findBy(BookExport, {
        ...{ officeId, year, bookId: bookId ?? IsNull() },
      });
      const hashes = earlier.flatMap(({ workbookHash }) => workbookHash ?? []);
      await inside.update(
        BookExport,
        { officeId, year, bookId: bookId ?? IsNull() },
        { workbookHash: null },
      );
      await dropContents(
        inside,
        hashes.filter((hash) => hash !== outcome.workbookHash),
        at,
      );
    }
    await inside.update(BookExport, { id }, { ...outcome, doneAt: at });
  });
}
