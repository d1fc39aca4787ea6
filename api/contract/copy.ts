import { z } from '@hono/zod-openapi';

const status = z.enum(['in-force', 'revoked']);

export const myCopySchema = z
  .object({
    id: z.string(),
    code: z.string(),
    documentType: z.string(),
    officeName: z.string(),
    registerNumber: z.string(),
    certifiedOn: z.iso.date(),
    status,
    publicUrl: z.string(),
  })
  .openapi('MyCopy');

/** The public status of a copy; nothing personal. */
export const publicCopySchema = z
  .object({
    registerNumber: z.string(),
    officeName: z.string(),
    certifiedOn: z.iso.date(),
    documentType: z.string(),
    status,
    /** SHA-256 of the file as it was delivered, to compare with the one at hand. */
    sha256: z.string(),
  })
  .openapi('PublicCopy');

/** Every reason code has its sentences in `documents/verify/reasons.ts`. */
export const verificationReportSchema = z
  .looseObject({
    verdict: z.enum(['valid', 'invalid', 'undetermined']),
    /** Of bytes and later changes only, whoever signed. */
    intact: z.enum(['yes', 'no', 'unknown']),
    reasons: z.array(z.string()),
    signatures: z.array(z.looseObject({ field: z.string(), verdict: z.string() })),
    timestamps: z.array(z.looseObject({ field: z.string(), time: z.string().nullable() })),
    checkedAt: z.string(),
  })
  .openapi('VerificationReport');
