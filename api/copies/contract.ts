import { z } from '@hono/zod-openapi';
import { checkWays } from '../../domain/copy-checks';
import { instantSchema, orNull } from '../http/contract';
import { lineSchema, linesSchema } from '../http/text-field';

const status = z.enum(['in-force', 'revoked']);

/** Why a copy is revoked, in words for everyone, and by which decision. */
const revocation = z.object({
  reason: z.string(),
  decision: z.string().nullable(),
  at: z.iso.datetime(),
});

export const myCopySchema = z
  .object({
    id: z.string(),
    code: z.string(),
    documentType: z.string(),
    officeName: z.string(),
    registerNumber: z.string(),
    certifiedOn: z.iso.date(),
    status,
    revocation: revocation.nullable(),
    publicUrl: z.string(),
  })
  .openapi('MyCopy');

/** The public status of a copy; nothing personal. */
export const publicCopySchema = z
  .object({
    registerNumber: z.string(),
    /** Where the number stands in the public register (`/api/public/registers/{bookId}/numbers/{number}`). */
    bookId: z.string(),
    number: z.number().int(),
    officeName: z.string(),
    certifiedOn: z.iso.date(),
    documentType: z.string(),
    status,
    revocation: revocation.nullable(),
    /** SHA-256 of the file as it is given out now. */
    sha256: z.string(),
    /** And of every form it was given out in: a renewed time stamp makes a new one. */
    versions: z.array(z.string()),
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
    /** What the register says, where the file is a copy that was issued here. */
    register: orNull(publicCopySchema),
  })
  .openapi('VerificationReport');

/** Revoking a copy that was certified wrongly (TT 01/2020 Đ7). */
export const revokeSchema = z.object({
  /** Shown to everyone who holds the copy: nothing personal. */
  reason: linesSchema({ min: 5, max: 300 }),
  /** Number and day of the decision, as `12/QĐ-UBND ngày 20/11/2026`. */
  decision: lineSchema({ min: 3, max: 200 }),
});

/** What our server saw of a copy after it was given out; of people only what they are to its citizen. */
export const copyChecksSchema = z
  .object({
    checks: z.array(
      z.object({
        way: z.enum(checkWays),
        /** Null: on the page that is open to all. */
        office: z.string().nullable(),
        /** Of one day. */
        times: z.number().int(),
        lastAt: instantSchema,
      }),
    ),
    openings: z.array(
      z.object({
        kind: z.enum(['reference', 'mailed-link']),
        label: z.string().nullable(),
        program: z.string().nullable(),
        what: z.enum(['status', 'file']),
        at: instantSchema,
      }),
    ),
  })
  .openapi('CopyChecks');
export type CopyChecks = z.infer<typeof copyChecksSchema>;
