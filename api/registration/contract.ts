import { z } from '@hono/zod-openapi';
import { passwordLengthMax } from '../../identity/passwords/judge-password';
import { emailSchema } from '../http/email-field';
import { citizenIdentifierSchema, phoneSchema } from '../http/person-fields';
import { printedLineSchema } from '../http/text-field';
import { oneTimeCodeField, proofSchema } from '../sessions/contract';

const whoFields = {
  /** CMND or CCCD, which becomes the user name (C-05). */
  identifier: citizenIdentifierSchema,
  /** In their own name. */
  phone: phoneSchema,
};

export const registrationBegunSchema = z
  .object({ ...whoFields, proof: proofSchema })
  .openapi('RegistrationBegun');

export const registrationSchema = z
  .object({
    ...whoFields,
    fullName: printedLineSchema({ min: 2, max: 200 }),
    email: emailSchema.nullable().default(null),
    password: z.string().min(1).max(passwordLengthMax),
    code: oneTimeCodeField,
  })
  .openapi('Registration');
