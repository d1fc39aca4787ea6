import { createRoute, z } from '@hono/zod-openapi';
import { listMyCopies } from '../../db/copies/list-my-copies';
import { answers, json } from '../http/answers';
import { myCopySchema } from './contract';
import type { Mount } from '../http/env';
import { requireCitizen } from '../http/session';

const copiesMax = 500;

const route = createRoute({
  method: 'get',
  path: '/api/my/copies',
  tags: ['citizen'],
  summary: 'My certified copies, newest first',
  responses: answers({ 200: json(z.object({ items: z.array(myCopySchema) }), 'My copies') }),
});

export const mountListMyCopies: Mount = (app, { db, settings }) => {
  app.openapi(route, async (c) => {
    const { personId } = requireCitizen(c);
    const copies = await listMyCopies(db, personId, copiesMax);
    const items = copies.map(({ copyHash: _hash, officeId: _office, publicToken, ...copy }) => ({
      ...copy,
      status: copy.revocation ? ('revoked' as const) : ('in-force' as const),
      publicUrl: `${settings.publicUrl}/x/${publicToken}`,
    }));
    return c.json({ items }, 200);
  });
};
