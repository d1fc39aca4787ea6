import { z } from '@hono/zod-openapi';
import { instantSchema } from '../http/contract';

const preflightSchema = z.object({
  check: z.enum([
    'seen',
    'certificate',
    'revocation',
    'clock',
    'time-stamp',
    'pin-tries',
    'storage',
  ]),
  ok: z.boolean(),
  text: z.string(),
});
export type PreflightCheck = z.infer<typeof preflightSchema>;

/** The key of the asking person as they see it before the first signature of the day. */
export const tokenStateSchema = z
  .object({
    /**
     * The office's token at our server, the person's own computer, a provider, or a provider that has
     * the person consent on its own page.
     */
    method: z.enum(['token', 'agent', 'remote', 'consent']),
    label: z.string(),
    /** What is typed in our page, such as PIN and OTP; nothing where computer or phone asks. */
    asks: z.array(z.string()),
    /** Public key of the token process, as JWK: PINs leave the page sealed to it. */
    publicKey: z.object({
      kty: z.literal('EC'),
      crv: z.literal('P-256'),
      x: z.string(),
      y: z.string(),
    }),
    /** What an encrypted PIN is bound to, beside `dossierId`. */
    context: z.object({ step: z.enum(['sign', 'seal']), token: z.string() }),
    /** When a PIN sealed now ends, by the server's clock; bound to it as well. */
    pinExpiresAt: instantSchema,
    preflight: z.array(preflightSchema),
    seenAt: instantSchema,
  })
  .openapi('TokenState');
export type TokenState = z.infer<typeof tokenStateSchema>;

/** A token at our server as an administrator of its office sees it. */
export const officeTokenSchema = z
  .object({
    label: z.string(),
    purpose: z.enum(['leader', 'agency']),
    /** Of the certificate: whom it names, who issued it; null where the token was never read. */
    subject: z.string().nullable(),
    issuer: z.string().nullable(),
    validTo: instantSchema.nullable(),
    /** Why it cannot sign now, as a Vietnamese sentence; null where it can. */
    trouble: z.string().nullable(),
    /** Whether an administrator may say that its issuer has unlocked it. */
    locked: z.boolean(),
    seenAt: instantSchema,
    /** Whose it is declared to be; an agency's token is nobody's. */
    holder: z.object({ id: z.string(), fullName: z.string() }).nullable(),
  })
  .openapi('OfficeToken');
export type OfficeToken = z.infer<typeof officeTokenSchema>;

export const officeTokensSchema = z
  .object({
    items: z.array(officeTokenSchema),
    /** Who signs in this office, now or later. */
    signers: z.array(z.object({ id: z.string(), fullName: z.string() })),
  })
  .openapi('OfficeTokens');
export type OfficeTokens = z.infer<typeof officeTokensSchema>;

/** Null: nobody's any more. */
export const declareHolderSchema = z
  .object({ personId: z.uuid().nullable() })
  .openapi('DeclareTokenHolder');
