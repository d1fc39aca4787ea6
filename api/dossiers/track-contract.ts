import { z } from '@hono/zod-openapi';
import { stages } from '../../domain/process';
import { instantSchema } from '../http/contract';

export const trackedSchema = z
  .object({
    asOf: instantSchema,
    officeName: z.string(),
    stage: z.enum(stages),
    acceptedAt: instantSchema,
    legalDue: instantSchema,
    /** The due has passed, and there is no result yet or it came after it. */
    late: z.boolean(),
    /** Delivered, refused, cancelled or withdrawn; null: under way. */
    endedAt: instantSchema.nullable(),
    /** The legal ground; what was explained to the person stands in the written refusal alone. */
    refusal: z.object({ text: z.string(), citation: z.string() }).nullable(),
  })
  .openapi('TrackedDossier');

export type TrackedDossier = z.infer<typeof trackedSchema>;
