import { z } from '@hono/zod-openapi';
import { instantSchema } from '../http/contract';

/** A certificate that may become a person's key, or why it may not. */
export const candidateSchema = z
  .object({
    /** `consent`: a provider's key, each use of which is confirmed on the provider's own page. */
    method: z.enum(['agent', 'remote', 'consent']),
    /** Fingerprint of the certificate on a computer's token; id of the credential at a provider. */
    id: z.string(),
    /** Label of the token, or id of the credential. */
    label: z.string(),
    subject: z.string(),
    issuer: z.string(),
    validTo: instantSchema,
    /** Why it cannot be chosen, as a Vietnamese clause. */
    unfit: z.string().nullable(),
  })
  .openapi('SigningKeyCandidate');
export type Candidate = z.infer<typeof candidateSchema>;

/** How the asking person signs one step in an office. */
export const signingKeySchema = z
  .object({
    step: z.enum(['sign', 'seal']),
    /** `token`: the office's token at our server. */
    method: z.enum(['token', 'agent', 'remote', 'consent']),
    label: z.string().nullable(),
    subject: z.string().nullable(),
    validTo: instantSchema.nullable(),
    /** Fingerprint of the chosen certificate. */
    fingerprint: z.string().nullable(),
    candidates: z.array(candidateSchema),
  })
  .openapi('SigningKey');
export type SigningKeyView = z.infer<typeof signingKeySchema>;

export const signingKeysSchema = z
  .object({
    items: z.array(signingKeySchema),
    /** Whether a provider of remote signatures is set up here. */
    remote: z.boolean(),
  })
  .openapi('SigningKeys');
export type SigningKeys = z.infer<typeof signingKeysSchema>;

export const chooseKeySchema = z
  .discriminatedUnion('method', [
    z.object({ method: z.literal('token') }),
    z.object({ method: z.literal('agent'), fingerprint: z.string().regex(/^[0-9a-f]{64}$/) }),
    z.object({ method: z.literal('remote'), credentialId: z.string().min(1).max(100) }),
  ])
  .openapi('ChooseSigningKey');

/** Where the asking person confirms a signature that waits. */
export const consentPageSchema = z.object({ url: z.url() }).openapi('ConsentPage');

/** What the provider's page sent the person back with (RFC 6749, 4.1.2). */
export const consentAnswerSchema = z
  .object({
    state: z.string().min(1).max(200),
    code: z.string().min(1).max(4_000).optional(),
    /** Such as `access_denied`. */
    error: z.string().min(1).max(100).optional(),
  })
  .refine(({ code, error }) => (code === undefined) !== (error === undefined), {
    path: ['code'],
    message: 'cần hoặc mã, hoặc lỗi',
  })
  .openapi('ConsentAnswer');

/** Where the work goes on; the dossier's `signing` says what became of the signature. */
export const consentedSchema = z
  .object({ dossierId: z.string(), step: z.enum(['sign', 'seal']) })
  .openapi('Consented');
export type Consented = z.infer<typeof consentedSchema>;
