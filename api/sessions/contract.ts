import { z } from '@hono/zod-openapi';
import { rights } from '../../domain/process';
import { instantSchema } from '../http/contract';

/** Of work, where a refusal `proof-needed` asked for it. */
export const proofSchema = z.string().max(2_000).optional();

export const signInSchema = z
  .object({
    /** Compared byte for byte once it is normalised. */
    username: z.string().normalize('NFC').trim().min(1).max(100),
    password: z.string().min(1).max(200),
    proof: proofSchema,
  })
  .openapi('SignIn');

/** Six digits of the program or of a message, or a recovery code. */
export const codeSchema = z
  .object({ code: z.string().trim().min(6).max(40) })
  .openapi('SecondFactorCode');

/** A code that was sent. */
export const oneTimeCodeField = z.string().trim().min(6).max(12);

/** A page of the provider of identities. */
export const providerPageSchema = z.object({ url: z.url() }).openapi('ProviderPage');
export type ProviderPage = z.infer<typeof providerPageSchema>;

/** When a one-time code ends, and from when on another may be asked for. */
const codeSentFields = {
  validSeconds: z.number().int(),
  resendSeconds: z.number().int(),
};
export const codeSentSchema = z.object(codeSentFields).openapi('CodeSent');
export type CodeSent = z.infer<typeof codeSentSchema>;

/** What a sign-in asks for after the password; `sentTo` is masked. */
export const nextStepSchema = z
  .discriminatedUnion('next', [
    z.object({ next: z.literal('second-factor'), hasPasskey: z.boolean() }),
    z.object({ next: z.literal('one-time-code'), ...codeSentFields, sentTo: z.string() }),
  ])
  .openapi('NextStep');
export type NextStep = z.infer<typeof nextStepSchema>;

/** Who I am, what I may do and where. Send `csrfToken` back as X-CSRF-Token on every change. */
export const sessionSchema = z
  .object({
    person: z.object({ id: z.string(), fullName: z.string(), title: z.string().nullable() }),
    kind: z.enum(['staff', 'citizen']),
    offices: z.array(
      z.object({
        id: z.string(),
        code: z.string(),
        name: z.string(),
        /** The first day on which it stands no more; rights there are those in its successor. */
        validTo: z.iso.date().nullable(),
        rights: z.array(z.enum(rights)),
      }),
    ),
    /** Somebody else knows the password: nothing else is answered before it is changed. */
    mustChangePassword: z.boolean(),
    csrfToken: z.string(),
    /** The server's clock, so that the page can show time left by it. */
    serverTime: z.string(),
  })
  .openapi('Session');
export type Session = z.infer<typeof sessionSchema>;

const deviceFields = {
  /** `other` where it is not known. */
  browser: z.string(),
  os: z.string(),
  /** Masked. */
  address: z.string(),
};

/** A browser in which the asking person is signed in. */
export const openSessionSchema = z
  .object({
    id: z.uuid(),
    isThis: z.boolean(),
    ...deviceFields,
    since: instantSchema,
    lastSeen: instantSchema,
    /** At the latest. */
    endsAt: instantSchema,
  })
  .openapi('OpenSession');
export type OpenSession = z.infer<typeof openSessionSchema>;

export const signInRecordSchema = z
  .object({
    at: instantSchema,
    method: z.enum(['password', 'totp', 'recovery', 'provider', 'code', 'passkey']),
    outcome: z.enum(['in', 'refused', 'factor-on', 'factor-off']),
    ...deviceFields,
  })
  .openapi('SignInRecord');
export type SignInRecord = z.infer<typeof signInRecordSchema>;
