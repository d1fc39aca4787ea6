import { z } from '@hono/zod-openapi';
import { listMyCopies } from '../../db/copies/list-my-copies';
import { describeResponses, json } from '../http/responses';
import { defineRoute, serve } from '../http/guarded-route';
import { myCopySchema } from './contract';
import type { Mount } from '../http/env';

const copiesMax = 500;

const route = defineRoute('my-copy.list', {
  method: 'get',
  path: '/api/my/copies',
  tags: ['citizen'],
  summary: 'My certified copies, newest first',
  responses: describeResponses({
    200: json(z.object({ items: z.array(myCopySchema) }), 'My copies'),
  }),
});

export const mountListMyCopies: Mount = (app, deps) => {
  const { db, settings } = deps;
  serve(app, deps, route, async (c, { signedIn }) => {
    const { personId } = signedIn;
    const copies = await listMyCopies(db, personId, copiesMax);
    const items = copies.map(({ copyHash: _hash, officeId: _office, publicToken, ...copy }) => ({
      ...copy,
      status: copy.revocation ? ('revoked' as const) : ('in-force' as const),
      publicUrl: `${settings.publicUrl}/x/${publicToken}`,
    }));
    return c.json({ items }, 200);
  });
};
