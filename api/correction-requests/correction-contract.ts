import { z } from '@hono/zod-openapi';
import {
  correctionKinds,
  correctionOutcomes,
  correctionStates,
} from '../../domain/correction-requests';
import { instantSchema } from '../http/contract';
import { linesSchema } from '../http/text-field';

export const newCorrectionSchema = z
  .object({ kind: z.enum(correctionKinds), words: linesSchema({ min: 5, max: 1_000 }) })
  .openapi('NewCorrectionRequest');

/** As its citizen sees it. */
export const correctionSchema = z
  .object({
    id: z.uuid(),
    dossierId: z.uuid(),
    dossierCode: z.string(),
    documentType: z.string(),
    kind: z.enum(correctionKinds),
    words: z.string(),
    state: z.enum(correctionStates),
    askedAt: instantSchema,
    dueAt: instantSchema,
    outcome: z.enum(correctionOutcomes).nullable(),
    answer: z.string().nullable(),
    endedAt: instantSchema.nullable(),
  })
  .openapi('CorrectionRequest');
export type Correction = z.infer<typeof correctionSchema>;

/** As the office sees it. */
export const officeCorrectionSchema = correctionSchema
  .extend({ requesterName: z.string(), answeredBy: z.string().nullable() })
  .openapi('OfficeCorrectionRequest');
export type OfficeCorrection = z.infer<typeof officeCorrectionSchema>;

export const correctionAnswerSchema = z
  .object({
    /** Null: it is refused, and the answer says why. */
    outcome: z.enum(correctionOutcomes).nullable(),
    answer: linesSchema({ min: 5, max: 1_000 }),
  })
  .openapi('CorrectionAnswer');
