import { z } from '@hono/zod-openapi';
import { instantSchema } from '../http/contract';

export const passwordSchema = z
  .object({ password: z.string().min(1).max(200) })
  .openapi('OwnPassword');

export const secondFactorSchema = z
  .object({
    isOn: z.boolean(),
    since: instantSchema.nullable(),
    recoveryCodesLeft: z.number().int(),
    policy: z.enum(['required', 'offered', 'off']),
    /** After so many minutes a code is asked for again before signing and its like. */
    stepUpMinutes: z.number().int(),
  })
  .openapi('SecondFactor');
export type SecondFactorState = z.infer<typeof secondFactorSchema>;

/** What the program is set up with, told this once. */
export const begunSchema = z
  .object({
    /** Base32, for whoever cannot read the QR code. */
    secret: z.string(),
    /** The QR code: so many modules a side, and the dark ones as the path of an SVG. */
    qr: z.object({ size: z.number().int(), path: z.string() }),
  })
  .openapi('SecondFactorBegun');
export type SecondFactorBegun = z.infer<typeof begunSchema>;

export const recoveryCodesSchema = z
  .object({ recoveryCodes: z.array(z.string()) })
  .openapi('RecoveryCodes');
export type RecoveryCodes = z.infer<typeof recoveryCodesSchema>;
