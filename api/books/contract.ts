import { z } from '@hono/zod-openapi';

export const bookSchema = z
  .object({
    id: z.string(),
    name: z.string(),
    year: z.number().int(),
    openedOn: z.iso.date(),
    closedOn: z.iso.date(),
    /** Whether numbers may be taken today. */
    open: z.boolean(),
    /** What the next dossier would get; not reserved. */
    expectedNumber: z.string(),
    /** Last number issued; null while empty. */
    lastNumber: z.string().nullable(),
  })
  .openapi('Book');
