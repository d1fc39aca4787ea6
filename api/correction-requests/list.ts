import { z } from '@hono/zod-openapi';
import { listCorrectionsOf } from '../../db/correction-requests/find-correction-requests';
import type { Mount } from '../http/env';
import { defineRoute, serve } from '../http/guarded-route';
import { describeResponses, json } from '../http/responses';
import { officeCorrectionSchema } from './correction-contract';
import { viewOfficeCorrection } from './view';

const route = defineRoute('correction.list', {
  method: 'get',
  path: '/api/offices/{officeId}/correction-requests',
  tags: ['citizen'],
  summary:
    'What citizens ask an office to put right: those that wait by their due, or those answered',
  request: {
    params: z.object({ officeId: z.uuid() }),
    query: z.object({ state: z.enum(['open', 'ended']).default('open') }),
  },
  responses: describeResponses({
    200: json(z.object({ items: z.array(officeCorrectionSchema) }), 'Two hundred at most'),
  }),
});

export const mountCorrections: Mount = (app, deps) => {
  serve(app, deps, route, async (c, { officeId }) => {
    const isOpen = c.req.valid('query').state === 'open';
    const found = await listCorrectionsOf(deps.db, officeId, isOpen);
    return c.json({ items: found.map(viewOfficeCorrection) }, 200);
  });
};
