import { randomUUID } from 'node:crypto';
import type { EntityManager } from 'typeorm';
import { SaoyError } from '../../domain/problem';
import { Visit } from '../dossiers/entity';
import { Book, RegisterEntry, RegisterVoid } from './entity';
import { chainHash, genesisHash, type Link } from '../chain';
import { recordAudit } from '../audit/record-audit';
import { lockDossier } from '../dossiers/record-transition';
import { inTransaction } from '../transaction';
import { dayOf, formatDate } from '../../time/time';

export interface NumberOrder {
  dossierId: string;
  /** Chosen by the clerk; none: the office's book of that year. */
  bookId: string | null;
  actorId: string;
  actKey: string;
  at: Date;
  /** `001/ĐT` from 1, by the dossier's policy. */
  format: (number: number) => string;
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
  order: NumberOrder,
): Promise<RegisterEntry> {
  return inTransaction(manager, async (inside) => {
    const dossier = await lockDossier(inside, order.dossierId);
    const taken = await inside.findOneBy(RegisterEntry, { dossierId: dossier.id });
    if (taken !== null) return taken;
    const book = await lockBook(inside, dossier.officeId, order);
    const visit = await inside.findOneByOrFail(Visit, { id: dossier.visitId });
    const number = book.lastNumber + 1;
    const entry = inside.create(RegisterEntry, {
      bookId: book.id,
      number,
      numberText: order.format(number),
      dossierId: dossier.id,
      certifiedOn: localDate(order.at),
      requesterName: visit.requesterName,
      documentName: dossier.documentType,
      signerName: dossier.signerName ?? '',
      signerTitle: dossier.signerTitle ?? '',
      copies: dossier.copies,
      fee: dossier.fee.total,
      note: '',
      recordedAt: order.at,
      previousHash: book.headHash,
      hash: '',
    });
    entry.hash = entryHash(entry);
    await inside.insert(RegisterEntry, entry);
    await inside.update(Book, { id: book.id }, { lastNumber: number, headHash: entry.hash });
    await recordAudit(inside, {
      officeId: dossier.officeId,
      dossierId: dossier.id,
      actorId: order.actorId,
      action: 'number',
      actKey: `number:${dossier.id}`,
      details: { bookId: book.id, number, numberText: entry.numberText, entryHash: entry.hash },
      at: order.at,
    });
    return entry;
  });
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
    .values({
      id: randomUUID(),
      officeId,
      year,
      name: `${year}/ĐT`,
      startNumber,
      lastNumber: startNumber - 1,
      headHash: genesisHash,
      openedOn: `${year}-01-01`,
      closedOn: `${year}-12-31`,
    })
    .orIgnore()
    .execute();
}

async function lockBook(
  manager: EntityManager,
  officeId: string,
  order: NumberOrder,
): Promise<Book> {
  const date = localDate(order.at);
  const year = Number(date.slice(0, 4));
  const book = await manager.findOne(Book, {
    where: order.bookId === null ? { officeId, year } : { officeId, id: order.bookId },
    order: { openedOn: 'ASC', name: 'ASC' },
    lock: { mode: 'pessimistic_write' },
  });
  if (book === null) throw new SaoyError('book-unknown');
  if (date < book.openedOn || date > book.closedOn) {
    throw new SaoyError('book-closed', { book: book.name });
  }
  return book;
}

/** yyyy-MM-dd at UTC+7. */
function localDate(at: Date): string {
  return formatDate(dayOf(at.getTime()));
}
