import { z } from '@hono/zod-openapi';
import { instantSchema } from '../http/contract';
import { linesSchema } from '../http/text-field';
import { paperSchema } from '../papers/contract';

/** A paper that a dossier's clock calls for: an appointment slip or a letter of apology. */
export const letterSchema = z
  .object({
    id: z.string(),
    dossierId: z.string(),
    dossierCode: z.string(),
    requesterName: z.string(),
    kind: z.enum(['slip', 'apology']),
    state: z.enum(['drafted', 'issued']),
    /** The due it speaks of, and the one it replaces. */
    due: instantSchema,
    previousDue: instantSchema.nullable(),
    reason: z.string(),
    draftedAt: instantSchema,
    issuedAt: instantSchema.nullable(),
    issuedBy: z.string().nullable(),
  })
  .openapi('Letter');
export type Letter = z.infer<typeof letterSchema>;

/** A letter to be read, changed and printed. */
export const writtenLetterSchema = letterSchema
  .extend({
    /** As its form is called, with where that is written. */
    title: z.string(),
    citation: z.string(),
    officeName: z.string(),
    /** Plain text, a line a paragraph. */
    body: z.string(),
    /** As it was issued, with its number and each print; null before that. */
    paper: paperSchema.nullable(),
  })
  .openapi('WrittenLetter');
export type WrittenLetter = z.infer<typeof writtenLetterSchema>;

export const editLetterSchema = z.object({ body: linesSchema({ min: 20, max: 8_000 }) });
