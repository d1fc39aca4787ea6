import { z } from '@hono/zod-openapi';
import { listOfficeKeys } from '../../db/vault/office-keys';
import type { Mount } from '../http/env';
import { defineRoute, serve } from '../http/guarded-route';
import { describeResponses, json } from '../http/responses';
import { apiKeySchema } from './contract';
import { viewKey } from './view';

const shownMax = 100;

const route = defineRoute('api-key.list', {
  method: 'get',
  path: '/api/offices/{officeId}/keys',
  tags: ['keys'],
  summary: 'The keys of programs for an office, without their secrets',
  request: { params: z.object({ officeId: z.uuid() }) },
  responses: describeResponses({
    200: json(z.object({ items: z.array(apiKeySchema) }), 'The newest first'),
  }),
});

export const mountListKeys: Mount = (app, deps) => {
  serve(app, deps, route, async (c, { officeId }) => {
    const keys = await listOfficeKeys(deps.db.manager, officeId, shownMax);
    return c.json({ items: keys.map((key) => viewKey(key, deps.now())) }, 200);
  });
};
