import { z } from '@hono/zod-openapi';

/** `{id}` of a dossier's routes. */
export const dossierPath = z.object({ id: z.uuid() });
