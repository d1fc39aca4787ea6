import { randomBytes } from 'node:crypto';
import type { EntityManager } from 'typeorm';
import { recordAudit } from '../audit/record-audit';
import { dossierFromRow, type DossierRow } from '../dossiers/dossier-from-row';
import type { Dossier } from '../dossiers/entity';
import { appendLeaves } from './append-leaves';
import { type Book, RegisterEntry } from './entity';
import { entryHash } from './entry-hash';
import { leavesOf } from './number-leaves';
import { inTransaction } from '../transaction';
import { insertRow, updateRow } from '../write-row';
import { SaoyError } from '../../domain/problem';
import { dayOf, formatDate } from '../../time/time';
import { readFlag } from '../read-flag';

export interface NumberInput {
  dossierId: string;
  /** Chosen by the clerk; none: the office's book of that year. */
  bookId: string | null;
  actorId: string;
  actKey: string;
  at: Date;
  /** `001/ĐT` from 1, by the dossier's policy. */
  format: (number: number, dossier: Dossier) => string;
  /**
   * How many leaves of a book's log were ever signed and shown, as it is kept outside the database: a database
   * that holds fewer was restored, and would give numbers again that people hold. Infinite where the log that was
   * shown is another one.
   */
  publishedSizeOf: (bookId: string) => number;
}

/**
 * Takes the next number of the book and writes the entry and its leaf in the book's log, under the locks of
 * the dossier's row and then of the book's. A dossier that has a number keeps it, with the date on which it
 * was given: asked again, also when its book has closed since, the same entry is answered.
 * (NĐ 23/2015 Đ13.2: continuous from 01 to the year's end; Đ20: one number for the copies of one original.)
 * @throws SaoyError `book-unknown`, `book-closed`, `book-year-closed`, `book-full` (the next number is another
 *   book's first), `register-behind`
 */
export async function assignNumber(
  manager: EntityManager,
  input: NumberInput,
): Promise<RegisterEntry> {
  return inTransaction(manager, async (inside) => {
    const { dossier, requesterName, hasNumber } = await lockWithRequester(inside, input.dossierId);
    if (hasNumber) return inside.findOneByOrFail(RegisterEntry, { dossierId: dossier.id });
    const book = await lockBook(inside, dossier.officeId, input);
    const number = book.lastNumber + 1;
    const entry: RegisterEntry = {
      bookId: book.id,
      number,
      numberText: input.format(number, dossier),
      dossierId: dossier.id,
      certifiedOn: localDate(input.at),
      requesterName,
      documentName: dossier.documentType,
      signerName: dossier.signerName ?? '',
      signerTitle: dossier.signerTitle ?? '',
      copies: dossier.copies,
      fee: dossier.fee.total,
      note: '',
      recordedAt: input.at,
      salt: randomBytes(32).toString('hex'),
      hash: '',
    };
    entry.hash = entryHash(entry);
    await insertRow(inside, 'register_entry', { ...entry });
    const logSize = await appendLeaves(inside, book, leavesOf(book, entry));
    await updateRow(inside, 'book', book.id, { lastNumber: number, logSize });
    await recordAudit(inside, {
      officeId: dossier.officeId,
      dossierId: dossier.id,
      actorId: input.actorId,
      action: 'number',
      actKey: `number:${dossier.id}`,
      details: { bookId: book.id, number, numberText: entry.numberText, entryHash: entry.hash },
      at: input.at,
    });
    return entry;
  });
}

/** @throws SaoyError `dossier-unknown`. */
async function lockWithRequester(
  manager: EntityManager,
  dossierId: string,
): Promise<{ dossier: Dossier; requesterName: string; hasNumber: boolean }> {
  const [row] = await manager.query<
    (DossierRow & { requesterName: string; hasNumber: number | string })[]
  >(
    `SELECT d.*, v.requesterName, e.number IS NOT NULL AS hasNumber FROM dossier d
      LEFT JOIN visit v ON v.id = d.visitId
      LEFT JOIN register_entry e ON e.dossierId = d.id
      WHERE d.id = ? FOR UPDATE`,
    [dossierId],
  );
  if (!row) throw new SaoyError('dossier-unknown');
  const { requesterName, hasNumber } = row;
  return { dossier: dossierFromRow(row), requesterName, hasNumber: readFlag(hasNumber) };
}

/** The book with the code of its office, and where the next book of that year begins; null: there is none. */
type LockedBook = Book & { officeCode: string; nextStart: number | null };

async function lockBook(
  manager: EntityManager,
  officeId: string,
  input: NumberInput,
): Promise<LockedBook> {
  const date = localDate(input.at);
  const year = Number(date.slice(0, 4));
  const [which, value] = input.bookId === null ? ['year', year] : ['id', input.bookId];
  const [book] = await manager.query<LockedBook[]>(
    `SELECT b.*, (SELECT code FROM office WHERE id = b.officeId) AS officeCode,
        (SELECT MIN(n.startNumber) FROM book n WHERE n.officeId = b.officeId AND n.year = b.year
          AND n.startNumber > b.lastNumber AND n.id <> b.id) AS nextStart
      FROM book b WHERE b.officeId = ? AND b.${which} = ?
      ORDER BY (b.openedOn <= ? AND b.closedOn >= ? AND b.yearClosedAt IS NULL) DESC, b.openedOn, b.startNumber LIMIT 1 FOR UPDATE`,
    [officeId, value, date, date],
  );
  if (!book) throw new SaoyError('book-unknown');
  const { name } = book;
  if (date < book.openedOn || date > book.closedOn) {
    throw new SaoyError('book-closed', { book: name });
  }
  if (book.yearClosedAt !== null) throw new SaoyError('book-year-closed', { book: name });
  if (book.lastNumber + 1 === book.nextStart) throw new SaoyError('book-full', { book: name });
  if (book.logSize < input.publishedSizeOf(book.id)) {
    throw new SaoyError('register-behind', { book: name });
  }
  return book;
}

/** yyyy-MM-dd at UTC+7. */
function localDate(at: Date): string {
  return formatDate(dayOf(at.getTime()));
}
