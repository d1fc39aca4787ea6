import { randomUUID } from 'node:crypto';
import type { EntityManager } from 'typeorm';
import { recordAudit } from '../audit/record-audit';
import { chainHash, genesisHash, type Link } from '../chain';
import { dossierFromRow, type DossierRow } from '../dossiers/dossier-from-row';
import type { Dossier } from '../dossiers/entity';
import { lockDossier } from '../dossiers/record-transition';
import { Book, RegisterEntry, RegisterVoid } from './entity';
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
}

/**
 * Takes the next number of the book and writes the entry, chained to its predecessor, under the locks of
 * the dossier's row and then of the book's. A dossier that has a number keeps it, with the date on which it
 * was given: asked again, also when its book has closed since, the same entry is answered.
 * (NĐ 23/2015 Đ13.2: continuous from 01 to the year's end; Đ20: one number for the copies of one original.)
 * @throws SaoyError `book-unknown`, `book-closed`.
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
      previousHash: book.headHash,
      hash: '',
    };
    entry.hash = entryHash(entry);
    await insertRow(inside, 'register_entry', { ...entry });
    await updateRow(inside, 'book', book.id, { lastNumber: number, headHash: entry.hash });
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

/** Keeps the number of a dossier that died, marked void with its reason; does nothing without a number. */
export async function voidNumber(
  manager: EntityManager,
  dossierId: string,
  reason: string,
  at: Date,
): Promise<void> {
  await inTransaction(manager, async (inside) => {
    await lockDossier(inside, dossierId);
    const entry = await inside.findOneBy(RegisterEntry, { dossierId });
    if (entry === null) return;
    const { bookId, number } = entry;
    if (await inside.existsBy(RegisterVoid, { bookId, number })) return;
    await inside.insert(RegisterVoid, { bookId, number, reason, at, decision: null });
  });
}

/** The hash an entry must carry, given its predecessor's. Serves the writer and `saoy register check`. */
export function entryHash(entry: RegisterEntry): string {
  return chainHash(entry.previousHash, {
    bookId: entry.bookId,
    number: entry.number,
    numberText: entry.numberText,
    dossierId: entry.dossierId,
    certifiedOn: entry.certifiedOn,
    requesterName: entry.requesterName,
    documentName: entry.documentName,
    signerName: entry.signerName,
    signerTitle: entry.signerTitle,
    copies: entry.copies,
    fee: entry.fee,
    note: entry.note,
    recordedAt: entry.recordedAt.toISOString(),
  } satisfies Link);
}

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
    headHash: genesisHash,
    openedOn: `${year}-01-01`,
    closedOn: `${year}-12-31`,
  };
}

async function lockBook(
  manager: EntityManager,
  officeId: string,
  input: NumberInput,
): Promise<Book> {
  const date = localDate(input.at);
  const year = Number(date.slice(0, 4));
  const [which, value] = input.bookId === null ? ['year', year] : ['id', input.bookId];
  const [book] = await manager.query<Book[]>(
    `SELECT * FROM book WHERE officeId = ? AND ${which} = ?
      ORDER BY openedOn, name LIMIT 1 FOR UPDATE`,
    [officeId, value],
  );
  if (!book) throw new SaoyError('book-unknown');
  if (date < book.openedOn || date > book.closedOn) {
    throw new SaoyError('book-closed', { book: book.name });
  }
  return book;
}

/** yyyy-MM-dd at UTC+7. */
function localDate(at: Date): string {
  return formatDate(dayOf(at.getTime()));
}
