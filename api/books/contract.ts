import { z } from '@hono/zod-openapi';
import { correctableFields } from '../../domain/register-corrections';
import { instantSchema, orNull } from '../http/contract';
import { lineSchema } from '../http/text-field';
import { paperSchema } from '../papers/contract';

export const bookSchema = z
  .object({
    id: z.string(),
    name: z.string(),
    year: z.number().int(),
    startNumber: z.number().int(),
    openedOn: z.iso.date(),
    closedOn: z.iso.date(),
    /** Whether numbers may be taken today. */
    open: z.boolean(),
    /** No number was given: it may still be changed and deleted. */
    empty: z.boolean(),
    /** What the next dossier would get; not reserved. */
    expectedNumber: z.string(),
    /** Last number issued; null while empty. */
    lastNumber: z.string().nullable(),
    /** Names of books of the office that are open on the same days. */
    overlaps: z.array(z.string()),
    /** When its signer closed it for good; null: not yet. */
    yearClosedAt: instantSchema.nullable(),
  })
  .openapi('Book');

/** "Thêm mới sổ", "Sửa thông tin sổ" [S-03, S-05]. */
export const bookOrderSchema = z.object({
  /** Gets the ending that tells it from the paper book, where it has none. */
  name: lineSchema({ min: 1, max: 80 }),
  startNumber: z.number().int().min(1).max(99_999_999),
  openedOn: z.iso.date(),
  closedOn: z.iso.date(),
});

export const bookPath = z.object({ officeId: z.uuid(), bookId: z.uuid() });

/** A line of the register, in its statutory eight columns. */
export const bookLineSchema = z
  .object({
    number: z.number().int(),
    numberText: z.string(),
    certifiedOn: z.iso.date(),
    requesterName: z.string(),
    documentName: z.string(),
    signerName: z.string(),
    signerTitle: z.string(),
    copies: z.number().int(),
    /** Integer đồng. */
    fee: z.number().int(),
    note: z.string(),
    dossierId: z.string(),
    dossierCode: z.string(),
    /** Why the number counts no more; null: it does. */
    voided: z.object({ words: z.string(), at: z.iso.datetime() }).nullable(),
    /** What is right in place of a column, oldest first; the columns above stay as they were written. */
    corrections: z.array(
      z.object({
        field: z.enum(correctableFields),
        before: z.string(),
        value: z.string(),
        reason: z.string(),
        at: instantSchema,
        by: z.string(),
      }),
    ),
  })
  .openapi('BookLine');

export const linePath = bookPath.extend({ number: z.coerce.number().int().min(1).max(99_999_999) });

const reason = lineSchema({ min: 5, max: 300 });
const wordsOf = (max: number, min = 1) => ({ value: lineSchema({ min, max }), reason });
const numberOf = (min: number, max: number) => ({
  value: z.number().int().min(min).max(max),
  reason,
});

/** "Đính chính": one column of an entry, what is right, and why. */
export const correctionOrderSchema = z.discriminatedUnion('field', [
  z.object({ field: z.literal('requesterName'), ...wordsOf(200) }),
  z.object({ field: z.literal('documentName'), ...wordsOf(200) }),
  z.object({ field: z.literal('signerName'), ...wordsOf(200) }),
  z.object({ field: z.literal('signerTitle'), ...wordsOf(200) }),
  z.object({ field: z.literal('note'), ...wordsOf(300, 0) }),
  z.object({ field: z.literal('copies'), ...numberOf(1, 99_999) }),
  /** Integer đồng. */
  z.object({ field: z.literal('fee'), ...numberOf(0, 999_999_999) }),
]);

const bookTotalsSchema = z.object({
  numbers: z.number().int(),
  voids: z.number().int(),
  corrections: z.number().int(),
  copies: z.number().int(),
  /** Of the originals. */
  pages: z.number().int(),
  /** Integer đồng. */
  fee: z.number().int(),
  /** As printed; empty where the book gave no number. */
  firstText: z.string(),
  lastText: z.string(),
});

/** What closing a book says, or said. */
export const bookClosingSchema = z
  .object({
    totals: bookTotalsSchema,
    months: z.array(
      bookTotalsSchema.omit({ corrections: true }).extend({ month: z.number().int() }),
    ),
    /** Of the totals: to be sent with the confirmation, which is refused where they have changed. */
    totalsHash: z.string(),
    /** Whether its last day has come. */
    hasEnded: z.boolean(),
    waiting: z.object({
      /** Codes of dossiers that have a number and are not sealed yet, 20 at most. */
      unsealed: z.array(z.string()),
      unsealedCount: z.number().int(),
      /** Sealed copies whose delivery goes on. */
      undelivered: z.number().int(),
      /** Open dossiers of the office without a number: they get it in the next book. */
      unnumbered: z.number().int(),
    }),
    closed: orNull(
      z.object({
        totals: bookTotalsSchema,
        at: instantSchema,
        by: z.string(),
        /** Stands in the leaf of the public log. */
        hash: z.string(),
        paper: paperSchema,
      }),
    ),
  })
  .openapi('BookClosing');
export type BookClosing = z.infer<typeof bookClosingSchema>;

export const closeOrderSchema = z.object({
  totalsHash: z.string().regex(/^[0-9a-f]{64}$/, 'ghi đúng mã của số liệu đã xem'),
});

export const exportPath = z.object({ officeId: z.uuid(), exportId: z.uuid() });

/** One book, or all of a year in the order of their numbers. */
export const exportOrderSchema = z.union([
  z.strictObject({ bookId: z.uuid() }),
  z.strictObject({ year: z.number().int().min(2000).max(2200) }),
]);

/** A book that is, or was, written as a workbook. */
export const bookExportSchema = z
  .object({
    id: z.string(),
    /** Null: all books of the year. */
    bookId: z.string().nullable(),
    year: z.number().int(),
    /** Lines in all, and those written so far. */
    total: z.number().int(),
    progress: z.number().int(),
    bytes: z.number().int().nullable(),
    askedAt: instantSchema,
    askedBy: z.string(),
    doneAt: instantSchema.nullable(),
    cancelledAt: instantSchema.nullable(),
    /** False of one whose file a later one took the place of. */
    hasFile: z.boolean(),
    /** Why it could not be written. */
    failure: z.string().nullable(),
  })
  .openapi('BookExport');
export type BookExportView = z.infer<typeof bookExportSchema>;
