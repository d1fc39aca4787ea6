import { createRoute, z } from '@hono/zod-openapi';
import { getPublicCopy } from '../../../db/queries/get-public-copy';
import { answers, json } from '../../answers';
import { publicCopySchema } from '../../contract/copy';
import type { Mount } from '../../env';

const route = createRoute({
  method: 'get',
  path: '/api/public/copies/{publicToken}',
  tags: ['public'],
  summary: 'The public status of the copy whose QR was scanned',
  request: { params: z.object({ publicToken: z.string().max(40) }) },
  responses: answers({ 200: json(publicCopySchema, 'In force or revoked; nothing personal') }),
});

/** Open to all: the token is 144 bits that only the copy's holder has. */
export const mountGetPublicCopy: Mount = (app, { db }) => {
  app.openapi(route, async (c) => {
    const { revoked, ...copy } = await getPublicCopy(db, c.req.valid('param').publicToken);
    return c.json({ ...copy, status: revoked ? ('revoked' as const) : ('in-force' as const) }, 200);
  });
};
