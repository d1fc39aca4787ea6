import { z } from '@hono/zod-openapi';
import type { Mount } from '../http/env';
import { defineRoute, serve } from '../http/guarded-route';
import { describeResponses, json } from '../http/responses';
import { drawerSchema } from './drawer-contract';
import { viewDrawer } from './view';

const route = defineRoute('drawer.read', {
  method: 'get',
  path: '/api/offices/{officeId}/drawer',
  tags: ['drawers'],
  summary:
    'One’s own drawer: what went in and out on a day, what lies in it, what is to be given back',
  request: {
    params: z.object({ officeId: z.uuid() }),
    query: z.object({ day: z.iso.date().optional() }),
  },
  responses: describeResponses({
    200: json(drawerSchema, 'Of the asking person; today by default'),
  }),
});

export const mountDrawer: Mount = (app, deps) => {
  serve(app, deps, route, async (c, { officeId, signedIn }) =>
    c.json(await viewDrawer(deps, officeId, signedIn.personId, c.req.valid('query').day), 200),
  );
};
