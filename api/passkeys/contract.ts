import { z } from '@hono/zod-openapi';
import { instantSchema } from '../http/contract';
import { printedLineSchema } from '../http/text-field';

export const passkeySchema = z
  .object({
    id: z.uuid(),
    name: z.string(),
    since: instantSchema,
    lastUsed: instantSchema.nullable(),
  })
  .openapi('Passkey');
export const passkeysSchema = z.object({ items: z.array(passkeySchema) }).openapi('Passkeys');
export type Passkeys = z.infer<typeof passkeysSchema>;

/** As browsers read and write them (WebAuthn Level 3, JSON). */
export const webauthnOptionsSchema = z
  .looseObject({ challenge: z.string() })
  .openapi('WebAuthnOptions');
export const credentialSchema = z.looseObject({ id: z.string().min(1).max(1400) });

export const answerSchema = z.object({ credential: credentialSchema }).openapi('PasskeyAnswer');
export const newPasskeySchema = z
  .object({ name: printedLineSchema({ min: 1, max: 60 }), credential: credentialSchema })
  .openapi('NewPasskey');
