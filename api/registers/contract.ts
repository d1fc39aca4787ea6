import { z } from '@hono/zod-openapi';

const base64 = z.string();

export const bookParams = z.object({ bookId: z.uuid() });

/** A book whose log is shown. */
export const shownBookSchema = z
  .object({
    id: z.string(),
    name: z.string(),
    year: z.number().int(),
    officeCode: z.string(),
    officeName: z.string(),
    /** Leaves that were signed. */
    size: z.number().int(),
    signedAt: z.iso.datetime(),
    /** Ed25519, 32 bytes in hex: keep it, to need nobody’s word the next time. */
    publicKey: z.string(),
  })
  .openapi('ShownBook');

const leafSchema = z.looseObject({ kind: z.string(), day: z.iso.date() });

/** That a number stands in a book's log (RFC 9162). */
export const numberProofSchema = z
  .object({
    /** The bytes that were hashed, as UTF-8. */
    leaf: z.string(),
    index: z.number().int(),
    /** Siblings from the leaf’s own up, base64. */
    path: z.array(base64),
    /** The signed note (C2SP tlog-checkpoint). */
    checkpoint: z.string(),
    /** Ed25519, 32 bytes in hex. */
    publicKey: z.string(),
    /** What was written beside the number since. */
    later: z.array(leafSchema),
    /** All of it as one file (C2SP tlog-proof). */
    file: z.string(),
  })
  .openapi('NumberProof');

/** That a log goes on from an earlier size (RFC 9162). */
export const consistencySchema = z
  .object({ path: z.array(base64), checkpoint: z.string() })
  .openapi('RegisterConsistency');
