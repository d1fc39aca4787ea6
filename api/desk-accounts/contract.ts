import { z } from '@hono/zod-openapi';
import { instantSchema } from '../http/contract';
import { emailSchema } from '../http/email-field';
import { citizenIdentifierSchema, phoneSchema } from '../http/person-fields';
import { printedLineSchema } from '../http/text-field';
import { codeSentSchema, oneTimeCodeField } from '../sessions/contract';

export const deskPath = z.object({ officeId: z.uuid() });

export const lookUpSchema = z
  .object({ identifier: citizenIdentifierSchema })
  .openapi('DeskAccountLookUp');

export const lookedUpSchema = z.object({ hasAccount: z.boolean() }).openapi('DeskAccountLookedUp');

/** What the officer types of the identity paper. */
export const deskAccountSchema = z
  .object({
    identifier: citizenIdentifierSchema,
    fullName: printedLineSchema({ min: 2, max: 200 }),
    bornOn: z.iso.date(),
    phone: phoneSchema,
    email: emailSchema.nullable().default(null),
  })
  .openapi('DeskAccountFacts');

export const deskCodeSchema = z
  .object({ identifier: citizenIdentifierSchema, phone: phoneSchema })
  .openapi('DeskCodeRequest');

/** `ticket` goes back with the code that it was sent for. */
export const deskCodeSentSchema = codeSentSchema
  .extend({ ticket: z.string() })
  .openapi('DeskCodeSent');
export type DeskCodeSent = z.infer<typeof deskCodeSentSchema>;

/** The field `facts` of the form, as JSON; the file is the scan of both sides. */
export const newDeskAccountSchema = deskAccountSchema
  .extend({ ticket: z.string().min(1).max(100), code: oneTimeCodeField })
  .openapi('NewDeskAccount');

export const deskAccountLineSchema = z
  .object({
    id: z.string(),
    fullName: z.string(),
    /** Masked. */
    identifier: z.string(),
    phone: z.string(),
    madeAt: instantSchema,
    /** Of the message with the first password. */
    message: z.enum(['waiting', 'sent', 'failed']),
  })
  .openapi('DeskAccount');
export type DeskAccountLine = z.infer<typeof deskAccountLineSchema>;

export const deskAccountsSchema = z.object({
  items: z.array(deskAccountLineSchema),
  /** Bytes that a scan may have, with where that is written. */
  scanBytesMax: z.number().int(),
  citation: z.string(),
});
export type DeskAccounts = z.infer<typeof deskAccountsSchema>;
