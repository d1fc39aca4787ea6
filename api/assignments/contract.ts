import { z } from '@hono/zod-openapi';
import { assignedMax, type AssignmentOutcome, assignmentOutcomes } from '../../domain/assignments';
import { rights } from '../../domain/process';

const outcomeNames = Object.keys(assignmentOutcomes) as [AssignmentOutcome, ...AssignmentOutcome[]];

export const assignSchema = z
  .object({
    officeId: z.uuid(),
    dossierIds: z.array(z.uuid()).min(1).max(assignedMax),
    /** Who is to hold their running steps; null: anybody again. */
    to: z.uuid().nullable(),
    /** I know that somebody else holds some of them. */
    takeOver: z.boolean().default(false),
  })
  .openapi('Assign');

/** What came of each. */
export const assignedSchema = z
  .object({ items: z.array(z.object({ id: z.string(), outcome: z.enum(outcomeNames) })) })
  .openapi('Assigned');
export type Assigned = z.infer<typeof assignedSchema>;

export const holderSchema = z
  .object({
    id: z.string(),
    name: z.string(),
    /** Steps that they may hold; none where their right is over. */
    rights: z.array(z.enum(rights)),
    /** Dossiers whose running step they hold. */
    open: z.number().int(),
  })
  .openapi('Holder');
export type Holder = z.infer<typeof holderSchema>;

/** What somebody holds in an office, and who could go on with it. */
export const openWorkSchema = z
  .object({
    officeId: z.string(),
    officeName: z.string(),
    open: z.number().int(),
    others: z.array(holderSchema),
  })
  .openapi('OpenWork');
export type OpenWork = z.infer<typeof openWorkSchema>;
