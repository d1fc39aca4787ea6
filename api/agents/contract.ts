import { z } from '@hono/zod-openapi';
import { instantSchema } from '../http/contract';

/** A code that pairs a computer: shown to its officer, typed into the program there. */
export const pairingSchema = z
  .object({ code: z.string(), expiresAt: instantSchema })
  .openapi('Pairing');
export type Pairing = z.infer<typeof pairingSchema>;

/** A computer that signs for the asking person. */
export const agentSchema = z
  .object({
    id: z.string(),
    computerName: z.string(),
    pairedAt: instantSchema,
    /** When its program spoke last; null: not since it was paired. */
    seenAt: instantSchema.nullable(),
    /** Its program runs and is in touch. */
    isRunning: z.boolean(),
  })
  .openapi('Agent');
export type Agent = z.infer<typeof agentSchema>;
