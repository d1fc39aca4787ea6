import { z } from '@hono/zod-openapi';
import { targetPeriodPattern } from '../../domain/target-periods';
import { instantSchema } from '../http/contract';

export const periodSchema = z.string().regex(targetPeriodPattern);
const numberSchema = z.number().int().min(0).max(10_000_000);

export const setTargetsSchema = z
  .object({
    officeId: z.uuid(),
    period: periodSchema,
    /** Number of the document that allots them. */
    basis: z.string().trim().max(200).optional(),
    targets: z
      .array(z.object({ officeId: z.uuid(), number: numberSchema }))
      .min(1)
      .max(500),
  })
  .openapi('SetTargets');

export const targetsSchema = z
  .object({
    period: periodSchema,
    /** The office itself, then those right below it. */
    offices: z.array(
      z.object({
        officeId: z.uuid(),
        name: z.string(),
        /** May be set from here: those below, and an office that has none above. */
        maySet: z.boolean(),
        number: numberSchema.nullable(),
        /** Numbers given in the period so far, with the offices below. */
        reached: z.number().int(),
        history: z.array(
          z.object({
            ...{ number: numberSchema, basis: z.string().nullable(), setBy: z.string() },
            setAt: instantSchema,
          }),
        ),
      }),
    ),
  })
  .openapi('Targets');
export type TargetsView = z.infer<typeof targetsSchema>;
