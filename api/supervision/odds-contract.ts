import { z } from '@hono/zod-openapi';
import { instantSchema } from '../http/contract';

const oddsValue = z.number().min(0).max(1);

export const oddsSchema = z
  .object({
    asOf: instantSchema,
    /** When the office's past was last learnt from; null: not yet. */
    learntAt: instantSchema.nullable(),
    dueToday: z.number().int(),
    /** That at least one of those due today misses; null: too little data for any of them. */
    anyToday: oddsValue.nullable(),
    /** Open dossiers that are not late yet, the likeliest to miss first. */
    dossiers: z.array(
      z.object({
        id: z.uuid(),
        code: z.string(),
        step: z.enum(['create', 'sign', 'seal']),
        legalDue: instantSchema,
        /** To miss the legal due; null: too little data. */
        odds: oddsValue.nullable(),
      }),
    ),
    /** How well past forecasts met what happened; null: not learnt yet. */
    score: z
      .object({
        count: z.number().int(),
        brier: z.number().nullable(),
        brierOfRate: z.number().nullable(),
        brierOfTimeLeft: z.number().nullable(),
        reliability: z.array(
          z.object({ forecast: oddsValue, happened: oddsValue, count: z.number().int() }),
        ),
      })
      .nullable(),
  })
  .openapi('Odds');

export type Odds = z.infer<typeof oddsSchema>;
