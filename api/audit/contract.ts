import { z } from '@hono/zod-openapi';
import { instantSchema } from '../http/contract';

/** The filters of the log, as they stand in the address of its page. */
export const auditFilterSchema = z.object({
  officeId: z.uuid(),
  /** `office`: without those below it. */
  only: z.enum(['branch', 'office']).default('branch'),
  /** Days at UTC+7, both included. */
  from: z.iso.date(),
  to: z.iso.date(),
  action: z
    .string()
    .regex(/^[a-z-]{1,40}$/)
    .optional(),
  /** Who acted. */
  actor: z.uuid().optional(),
  /** To whom it was done. */
  person: z.uuid().optional(),
  /** Code of a dossier. */
  dossier: z
    .string()
    .regex(/^[\x21-\x7e]{1,60}$/)
    .optional(),
  session: z.uuid().optional(),
});

export const auditLineSchema = z
  .object({
    office: z.object({ id: z.string(), name: z.string() }),
    /** Its number in the office's chain. */
    sequence: z.number().int(),
    at: instantSchema,
    action: z.string(),
    /** Vietnamese. */
    text: z.string(),
    /** Null: Sao Y itself, or the operator by a command. */
    actor: z.object({ id: z.string(), name: z.string() }).nullable(),
    person: z.object({ id: z.string(), name: z.string() }).nullable(),
    dossier: z.object({ id: z.string(), code: z.string() }).nullable(),
    session: z
      .object({
        id: z.string(),
        /** Browser, system and masked address; null once the session is gone. */
        device: z.string().nullable(),
      })
      .nullable(),
    /** What changed, as "what: before → after" or "what: value". */
    changes: z.array(z.string()),
    hash: z.string(),
  })
  .openapi('AuditLine');
export type AuditLine = z.infer<typeof auditLineSchema>;

export const auditPageSchema = z
  .object({ items: z.array(auditLineSchema), nextCursor: z.string().nullable() })
  .openapi('AuditPage');
export type AuditPage = z.infer<typeof auditPageSchema>;
