import { z } from '@hono/zod-openapi';
import { lineSchema } from '../http/text-field';

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
  })
  .openapi('BookLine');
