import { createRoute, z } from '@hono/zod-openapi';
import { listReferences } from '../../db/vault/vault-references';
import { answers, json } from '../http/answers';
import { referenceSchema } from './contract';
import type { Mount } from '../http/env';
import { requireCopy } from '../http/require-copy';
import { viewReference } from './view';

const shownMax = 100;

const route = createRoute({
  method: 'get',
  path: '/api/vault/references',
  tags: ['vault'],
  summary: 'The references to a copy, newest first',
  request: { query: z.object({ dossierId: z.uuid() }) },
  responses: answers({ 200: json(z.object({ items: z.array(referenceSchema) }), 'References') }),
});

export const mountListReferences: Mount = (app, deps) => {
  app.openapi(route, async (c) => {
    const { dossierId } = c.req.valid('query');
    await requireCopy(c, deps, dossierId);
    const rows = await listReferences(deps.db, dossierId, shownMax);
    return c.json({ items: rows.map((row) => viewReference(row, deps.now())) }, 200);
  });
};
