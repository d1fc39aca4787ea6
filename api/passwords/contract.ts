import { z } from '@hono/zod-openapi';
import { passwordLengthMax } from '../../identity/passwords/judge-password';
import { oneTimeCodeField, proofSchema } from '../sessions/contract';

export const forgottenSchema = z
  .object({
    /** As it is typed at the sign-in: the number of the identity paper, or a name. */
    username: z.string().normalize('NFC').trim().min(1).max(100),
    proof: proofSchema,
  })
  .openapi('ForgottenPassword');

export const renewedSchema = z
  .object({ code: oneTimeCodeField, password: z.string().min(1).max(passwordLengthMax) })
  .openapi('RenewedPassword');
