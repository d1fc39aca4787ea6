import { z } from '@hono/zod-openapi';

/** RFC 9457 problem with Sao Y's stable code. */
export const problemSchema = z
  .object({
    type: z.string(),
    title: z.string(),
    status: z.number().int(),
    code: z.string(),
    detail: z.string(),
    params: z.record(z.string(), z.union([z.string(), z.number()])).optional(),
  })
  .openapi('Problem');
export type Problem = z.infer<typeof problemSchema>;

/**
 * A schema of a name of its own, or null. `nullable()` on such a one is described as an object that is
 * null at the same time.
 */
export const orNull = <Schema extends z.ZodType>(schema: Schema) => z.union([schema, z.null()]);

/** An instant: ISO 8601 in UTC. Clients show it at UTC+7. */
export const instantSchema = z.iso.datetime({ offset: true });

export const cursorSchema = z.object({
  cursor: z.string().max(200).optional(),
  limit: z.coerce.number().int().min(1).max(200).default(50),
});

/** Header of every action: the same key sent twice acts once and answers the same. */
export const idempotencyHeaderSchema = z.object({
  'idempotency-key': z.string().min(8).max(80),
});
