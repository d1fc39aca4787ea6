import { z } from '@hono/zod-openapi';
import type { Mount } from '../http/env';
import { defineRoute, serve } from '../http/guarded-route';
import { describeResponses, json } from '../http/responses';
import { officeDrawersSchema } from './drawer-contract';
import { viewOfficeDrawers } from './view';

const route = defineRoute('drawer.watch', {
  method: 'get',
  path: '/api/offices/{officeId}/drawers',
  tags: ['drawers'],
  summary: 'Every drawer of an office on a day: sums of each cashier, movements, closings',
  request: {
    params: z.object({ officeId: z.uuid() }),
    query: z.object({ day: z.iso.date().optional() }),
  },
  responses: describeResponses({ 200: json(officeDrawersSchema, 'Today by default') }),
});

export const mountOfficeDrawers: Mount = (app, deps) => {
  serve(app, deps, route, async (c, { officeId }) =>
    c.json(await viewOfficeDrawers(deps, officeId, c.req.valid('query').day), 200),
  );
};
