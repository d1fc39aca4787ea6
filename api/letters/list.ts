import { createRoute, z } from '@hono/zod-openapi';
import { listLetters } from '../../db/letters/list-letters';
import { answers, json } from '../http/answers';
import { letterSchema } from './contract';
import type { Mount } from '../http/env';
import { requireRight } from '../http/session';
import { viewLetter } from './view';

const route = createRoute({
  method: 'get',
  path: '/api/letters',
  tags: ['supervision'],
  summary: 'Slips and apologies: those still to be handed over, or those issued',
  request: {
    query: z.object({
      officeId: z.uuid(),
      state: z.enum(['drafted', 'issued']).default('drafted'),
    }),
  },
  responses: answers({
    200: json(z.object({ items: z.array(letterSchema) }), 'Drafted: oldest first; issued: newest'),
  }),
});

/**
 * A due that moved calls for a new appointment slip (TT 01/2020 Đ2.1), one that was broken for an apology
 * (TT 03/2025, mẫu 04): this is the list of those to whom it must still be given.
 */
export const mountListLetters: Mount = (app, { db }) => {
  app.openapi(route, async (c) => {
    const { officeId, state } = c.req.valid('query');
    requireRight(c, officeId, 'create', 'supervise');
    const letters = await listLetters(db, officeId, state);
    return c.json({ items: letters.map(viewLetter) }, 200);
  });
};
