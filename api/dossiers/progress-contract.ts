import { z } from '@hono/zod-openapi';
import { steps } from '../../domain/process';
import { instantSchema } from '../http/contract';

/** One run of a step: how long it took, by when it was due, and why. */
const stepRunSchema = z.object({
  step: z.enum(steps),
  label: z.string(),
  /** From 1; a returned dossier runs a step again. */
  round: z.number().int(),
  startedAt: instantSchema,
  endedAt: instantSchema.nullable(),
  actorName: z.string().nullable(),
  /** Working minutes that the run had, and took so far. */
  budgetMinutes: z.number(),
  usedMinutes: z.number(),
  /** By the budgets alone, and the earlier of that and the legal due. */
  dueByHours: instantSchema,
  due: instantSchema,
  verdict: z.enum(['running', 'early', 'onTime', 'late']),
  /** The article that sets its time. */
  citation: z.string(),
});
export type StepRunView = z.infer<typeof stepRunSchema>;

/** "Xem tiến trình": the clocks of a dossier, beside its history. */
export const progressSchema = z
  .object({
    asOf: instantSchema,
    acceptedAt: instantSchema,
    receivedAt: instantSchema,
    legalDue: instantSchema,
    endedAt: instantSchema.nullable(),
    isLate: z.boolean(),
    /** Working minutes of all runs together. */
    workedMinutes: z.number(),
    because: z.array(z.object({ rule: z.string(), citation: z.string() })),
    runs: z.array(stepRunSchema),
  })
  .openapi('DossierProgress');
export type DossierProgress = z.infer<typeof progressSchema>;
