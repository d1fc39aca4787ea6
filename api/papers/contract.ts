import { z } from '@hono/zod-openapi';
import { instantSchema } from '../http/contract';
import { linesSchema } from '../http/text-field';
import { paperKinds } from '../../domain/papers';

/** Papers that are made of a dossier here; slips and apologies are letters. */
export const dossierPaperKinds = [
  'receipt',
  'supplement',
  'refusal',
  'control-slip',
  'cancellation',
  'fee-return',
] as const;

/** A paper that was issued, and each of its prints. */
export const paperSchema = z
  .object({
    id: z.string(),
    kind: z.enum(paperKinds),
    label: z.string(),
    title: z.string(),
    /** As printed: `12/2026/TNHS`. */
    numberText: z.string(),
    /** `Mẫu số 01 – TT 03/2025/TT-VPCP`; empty where no act numbers the form. */
    formLine: z.string(),
    /** One for all originals of the visit. */
    isOfVisit: z.boolean(),
    issuedAt: instantSchema,
    issuedBy: z.string(),
    prints: z.array(z.object({ ordinal: z.number().int(), at: instantSchema, by: z.string() })),
  })
  .openapi('Paper');
export type Paper = z.infer<typeof paperSchema>;

/** A paper that can be made of the dossier as it stands. */
const offeredPaperSchema = z.object({
  kind: z.enum(dossierPaperKinds),
  label: z.string(),
  title: z.string(),
  formLine: z.string(),
  citation: z.string(),
  /** What a person has to write in it; null: nothing. */
  asks: z.string().nullable(),
});
export type OfferedPaper = z.infer<typeof offeredPaperSchema>;

export const dossierPapersSchema = z
  .object({ items: z.array(paperSchema), offered: z.array(offeredPaperSchema) })
  .openapi('DossierPapers');
export type DossierPapers = z.infer<typeof dossierPapersSchema>;

export const paperRequestSchema = z.object({
  kind: z.enum(dossierPaperKinds),
  text: linesSchema({ min: 5, max: 2_000 }).optional(),
});
export type PaperRequest = z.infer<typeof paperRequestSchema>;
