import { z } from '@hono/zod-openapi';
import { instantSchema } from './common';

/** A token as its signer sees it before the first signature of the day. */
export const tokenStateSchema = z
  .object({
    label: z.string(),
    /** Public key of the token process, as JWK: PINs leave the page sealed to it. */
    publicKey: z.object({
      kty: z.literal('EC'),
      crv: z.literal('P-256'),
      x: z.string(),
      y: z.string(),
    }),
    /** What a sealed PIN is bound to, beside `dossierId`. */
    context: z.object({ step: z.enum(['sign', 'seal']), token: z.string() }),
    preflight: z.array(
      z.object({
        check: z.enum(['seen', 'certificate', 'pin-tries']),
        ok: z.boolean(),
        text: z.string(),
      }),
    ),
    seenAt: instantSchema,
  })
  .openapi('TokenState');
export type TokenState = z.infer<typeof tokenStateSchema>;
