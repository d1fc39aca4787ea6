import { z } from '@hono/zod-openapi';
import { listHolders } from '../../db/assignments/list-open-work';
import type { Mount } from '../http/env';
import { defineRoute, serve } from '../http/guarded-route';
import { describeResponses, json } from '../http/responses';
import { holderSchema } from './contract';

const route = defineRoute('work.assign', {
  method: 'get',
  path: '/api/assignments/people',
  tags: ['dossiers'],
  summary: 'Who may be given work in an office, and how much each holds',
  request: { query: z.object({ officeId: z.uuid() }) },
  responses: describeResponses({
    200: json(z.object({ items: z.array(holderSchema) }), 'By name'),
  }),
});

export const mountListHolders: Mount = (app, deps) => {
  serve(app, deps, route, async (c, { officeId }) => {
    return c.json({ items: await listHolders(deps.db, officeId, new Date(deps.now())) }, 200);
  });
};
