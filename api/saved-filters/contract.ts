import { z } from '@hono/zod-openapi';
import { listNames } from '../../domain/work-lists';
import { printedLineSchema } from '../http/text-field';

/** The conditions of a list as the address of its page has them; what is personal in them is kept encrypted. */
const conditionsSchema = z.object({
  q: z.string().max(200).optional(),
  subject: z.string().max(20).optional(),
  holder: z.string().max(36).optional(),
  from: z.iso.date().optional(),
  to: z.iso.date().optional(),
});

export const saveFilterSchema = z
  .object({
    officeId: z.uuid(),
    name: printedLineSchema({ min: 1, max: 60 }),
    /** The whole office sees it. */
    shared: z.boolean(),
    list: z.enum(listNames),
    conditions: conditionsSchema,
  })
  .openapi('SaveFilter');

export const savedFilterSchema = z
  .object({
    id: z.string(),
    name: z.string(),
    shared: z.boolean(),
    /** Whether I may remove it. */
    mayRemove: z.boolean(),
    list: z.enum(listNames),
    conditions: conditionsSchema,
  })
  .openapi('SavedFilter');
export type SavedFilter = z.infer<typeof savedFilterSchema>;
