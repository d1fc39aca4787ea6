import { z } from '@hono/zod-openapi';
import { instantSchema } from '../http/contract';

export const citedSchema = z.object({ rule: z.string(), citation: z.string() });
const groundSchema = z.object({ id: z.string(), text: z.string(), citation: z.string() });

const dueSchema = z.object({
  legalDue: instantSchema,
  appointmentSlip: z.boolean(),
  because: z.array(citedSchema),
});

/** What the counter needs before the first word is typed. */
export const counterSchema = z
  .object({
    /** Most used first; any other may be typed. */
    documentTypes: z.array(z.string()),
    refusalGrounds: z.array(groundSchema),
    extensionGrounds: z.array(groundSchema),
    extensionDaysMax: z.number().int(),
    /** `15:00` at UTC+7. */
    cutOff: z.string(),
    scan: z.object({
      maxBytes: z.number().int(),
      maxPages: z.number().int(),
      /** Media types that the policy takes. */
      types: z.array(z.string()),
      /** Whether a scan of another number of pages than declared can be submitted. */
      pagesDiffer: z.enum(['warn', 'refuse']),
    }),
    /** Letters that the attestation page can print: ranges of code points, both ends included. */
    printable: z.array(
      z.tuple([z.number().int(), z.number().int()]).openapi({
        ...{ type: 'array', items: { type: 'integer' }, minItems: 2, maxItems: 2 },
      }),
    ),
    serverTime: instantSchema,
    dueIfAcceptedNow: dueSchema,
    /** The same, extended by one working day, by two, up to `extensionDaysMax`. */
    dueIfExtended: z.array(dueSchema),
  })
  .openapi('Counter');

export const feeQuoteSchema = z
  .object({
    /** Integer đồng, for all copies. */
    total: z.number().int(),
    /** The sum as one line: `2 × 2.000 + 3 × 1.000 = 7.000 ₫`. */
    line: z.string(),
    source: z.string(),
  })
  .openapi('FeeQuote');

export const requesterAccountSchema = z
  .object({
    identifier: z.string(),
    fullName: z.string(),
    phone: z.string().nullable(),
    email: z.string().nullable(),
  })
  .openapi('RequesterAccount');

export const earlierRequestersSchema = z
  .object({
    items: z.array(
      z.object({
        visitId: z.uuid(),
        fullName: z.string(),
        /** Masked; null: without an account. */
        identifier: z.string().nullable(),
        /** Masked. */
        email: z.string().nullable(),
        acceptedAt: instantSchema,
      }),
    ),
  })
  .openapi('EarlierRequesters');

export const earlierRequesterSchema = z
  .object({
    fullName: z.string(),
    identifier: z.string().nullable(),
    email: z.string().nullable(),
  })
  .openapi('EarlierRequester');
