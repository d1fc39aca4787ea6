import { z } from '@hono/zod-openapi';
import { instantSchema } from './common';

/** A paper that a dossier's clock calls for: an appointment slip or a letter of apology. */
export const letterSchema = z
  .object({
    dossierId: z.string(),
    dossierCode: z.string(),
    kind: z.enum(['slip', 'apology']),
    /** The due it speaks of, and the one it replaces. */
    due: instantSchema,
    previousDue: instantSchema.nullable(),
    reason: z.string(),
    draftedAt: instantSchema,
  })
  .openapi('Letter');
