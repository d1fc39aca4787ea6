import { z } from '@hono/zod-openapi';
import { batchItemsMax } from '../../domain/batch';
import { instantSchema } from '../http/contract';
import { encryptedPinSchema } from '../dossiers/contract';

export const createBatchSchema = z
  .object({
    officeId: z.uuid(),
    action: z.enum(['sign', 'seal']),
    /** For `seal`: the book that the numbers come from; the office's by rule where none is named. */
    bookId: z.uuid().optional(),
    items: z
      .array(
        z.object({
          dossierId: z.uuid(),
          /** The one PIN, encrypted for this dossier; left out where signing by oneself asks for none. */
          encryptedPin: encryptedPinSchema.optional(),
        }),
      )
      .min(1)
      .max(batchItemsMax),
  })
  .openapi('CreateBatch');

export const batchSchema = z
  .object({
    id: z.string(),
    action: z.enum(['sign', 'seal']),
    createdAt: instantSchema,
    /** Set when nothing more will happen. */
    endedAt: instantSchema.nullable(),
    items: z.array(
      z.object({
        dossierId: z.string(),
        code: z.string(),
        requesterName: z.string(),
        /** `done`, the code of what stood in the way, or null while it waits or runs. */
        outcome: z.string().nullable(),
        /** The sentence of that code. */
        detail: z.string().nullable(),
      }),
    ),
  })
  .openapi('Batch');
export type Batch = z.infer<typeof batchSchema>;

export const batchListSchema = z
  .object({
    items: z.array(batchSchema),
    /** By the policy in force, dossiers that I did not open stay out of a batch. */
    needsOpening: z.boolean(),
  })
  .openapi('BatchList');
export type BatchList = z.infer<typeof batchListSchema>;
