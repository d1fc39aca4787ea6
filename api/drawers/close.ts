import { z } from '@hono/zod-openapi';
import { closeDrawer } from '../../db/drawers/close-drawer';
import { idempotencyHeaderSchema } from '../http/contract';
import type { Mount } from '../http/env';
import { defineRoute, serve } from '../http/guarded-route';
import { withIdempotency } from '../http/idempotency';
import { describeResponses, json } from '../http/responses';
import { drawerCountSchema, drawerSchema } from './drawer-contract';
import { viewDrawer } from './view';

const route = defineRoute('drawer.close', {
  method: 'post',
  path: '/api/offices/{officeId}/drawer/close',
  tags: ['drawers'],
  summary: 'Close one’s own drawer with what was counted; where it differs, with the reason',
  request: {
    params: z.object({ officeId: z.uuid() }),
    headers: idempotencyHeaderSchema,
    body: { required: true, content: { 'application/json': { schema: drawerCountSchema } } },
  },
  responses: describeResponses({ 200: json(drawerSchema, 'As it stands now: a new shift, empty') }),
});

/** "Chốt quỹ": the shift and its sums are what the cashier saw; anything since then is said first. */
export const mountCloseDrawer: Mount = (app, deps) => {
  const { db, now } = deps;
  serve(app, deps, route, async (c, { officeId, signedIn: { personId: cashierId } }) => {
    const counted = c.req.valid('json');
    const view = await withIdempotency(c, deps, async () => {
      await closeDrawer(db, { officeId, cashierId, ...counted, at: new Date(now()) });
      return viewDrawer(deps, officeId, cashierId);
    });
    return c.json(view, 200);
  });
};
