import { z } from '@hono/zod-openapi';
import { instantSchema } from '../http/contract';

/** Numbers for the three steps. */
const byStepSchema = (number: z.ZodNumber) =>
  z.object({ create: number, sign: number, seal: number });
const peopleSchema = byStepSchema(z.number().int().min(0).max(1_000));

export const staffingSchema = z
  .object({
    /** Who holds the right of each step today. */
    people: byStepSchema(z.number().int().min(0)),
    /** Working minutes a dossier takes at each step in the median; null: not measured yet. */
    minutes: z.object({
      create: z.number().nullable(),
      sign: z.number().nullable(),
      seal: z.number().nullable(),
    }),
  })
  .openapi('Staffing');

/** One change or several at once, asked about and not made. */
export const whatIfSchema = z
  .object({
    officeId: z.uuid(),
    /** A day off announced now. */
    dayOff: z.iso.date().optional(),
    /** A policy or a calendar as it would be: the YAML of its file, checked as the file would be. */
    rules: z.string().max(60_000).optional(),
    /** Id of another policy for every open dossier. */
    policy: z.string().max(80).optional(),
    /** Other people at each step, and those there are now (one each if not given). */
    people: peopleSchema.optional(),
    peopleNow: peopleSchema.optional(),
    /** Working minutes a dossier takes one person; as measured in the office if not given. */
    minutes: byStepSchema(z.number().min(0.1).max(10_000)).optional(),
    /** Who is late at this instant; now if not given. */
    at: instantSchema.optional(),
    /** Changes listed, those that flip first; the counts are of all. */
    limit: z.number().int().min(0).max(10_000).default(500),
  })
  .openapi('WhatIf');

export const whatIfAnswerSchema = z
  .object({
    asOf: instantSchema,
    dossiers: z.number().int(),
    lateBefore: z.number().int(),
    lateAfter: z.number().int(),
    /** From on time to late, and back. */
    toLate: z.number().int(),
    toOnTime: z.number().int(),
    /** Printed appointments that would say something else. */
    newSlips: z.number().int(),
    /** Dossiers that move or flip. */
    changed: z.number().int(),
    changes: z.array(
      z.object({
        code: z.string(),
        legalDueBefore: instantSchema,
        legalDueAfter: instantSchema,
        lateBefore: z.boolean(),
        lateAfter: z.boolean(),
        /** When it is reckoned to be finished; null: never, for a step has nobody. */
        finishBefore: instantSchema.nullable(),
        finishAfter: instantSchema.nullable(),
        newSlip: z.boolean(),
      }),
    ),
  })
  .openapi('WhatIfAnswer');

export type Staffing = z.infer<typeof staffingSchema>;
export type WhatIf = z.input<typeof whatIfSchema>;
export type WhatIfAnswer = z.infer<typeof whatIfAnswerSchema>;
