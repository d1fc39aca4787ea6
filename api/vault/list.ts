import { z } from '@hono/zod-openapi';
import { listReferences } from '../../db/vault/vault-references';
import { getCopyOfDossier } from '../../db/copies/get-public-copy';
import { describeResponses, json } from '../http/responses';
import { defineRoute, serve } from '../http/guarded-route';
import { referenceSchema } from './contract';
import type { Mount } from '../http/env';
import { viewReference } from './view';

const shownMax = 100;

const route = defineRoute('copy.list-references', {
  method: 'get',
  path: '/api/vault/references',
  tags: ['vault'],
  summary: 'The references to a copy, newest first',
  request: { query: z.object({ dossierId: z.uuid() }) },
  responses: describeResponses({
    200: json(z.object({ items: z.array(referenceSchema) }), 'References'),
  }),
});

export const mountListReferences: Mount = (app, deps) => {
  serve(app, deps, route, async (c, { dossierId }) => {
    await getCopyOfDossier(deps.db, dossierId);
    const rows = await listReferences(deps.db, dossierId, shownMax);
    return c.json({ items: rows.map((row) => viewReference(row, deps.now())) }, 200);
  });
};
