import { z } from '@hono/zod-openapi';

/** `{officeId}` of an office's routes. */
export const officePath = z.object({ officeId: z.uuid() });
