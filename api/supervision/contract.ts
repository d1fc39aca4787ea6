import { z } from '@hono/zod-openapi';
import { instantSchema } from '../http/contract';
import { dossierRowSchema } from '../dossiers/contract';

/** "Điều hành": the open dossiers by time left and the day's counts. */
export const boardSchema = z
  .object({
    asOf: instantSchema,
    today: z.object({
      dueToday: z.number().int(),
      delivered: z.number().int(),
      near: z.number().int(),
      late: z.number().int(),
      accepted: z.number().int(),
      returned: z.number().int(),
      refused: z.number().int(),
      /** Share of today's finished dossiers inside their legal due, 0…1; null when none finished. */
      onTimeRatio: z.number().nullable(),
    }),
    open: z.array(
      dossierRowSchema.extend({
        mark: z.enum(['ok', 'near', 'late']),
        holder: z.string().nullable(),
      }),
    ),
  })
  .openapi('Board');
export type Board = z.infer<typeof boardSchema>;
