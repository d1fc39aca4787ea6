import { z } from '@hono/zod-openapi';
import { listLetters } from '../../db/letters/list-letters';
import { describeResponses, json } from '../http/responses';
import { defineRoute, serve } from '../http/guarded-route';
import { letterSchema } from './contract';
import type { Mount } from '../http/env';
import { viewLetter } from './view';

const route = defineRoute('letter.list', {
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
  responses: describeResponses({
    200: json(z.object({ items: z.array(letterSchema) }), 'Drafted: oldest first; issued: newest'),
  }),
});

/**
 * A due that moved calls for a new appointment slip (TT 01/2020 Đ2.1), one that was broken for an apology
 * (TT 03/2025, mẫu 04): this is the list of those to whom it must still be given.
 */
export const mountListLetters: Mount = (app, deps) => {
  const { db } = deps;
  serve(app, deps, route, async (c) => {
    const { officeId, state } = c.req.valid('query');
    const letters = await listLetters(db, officeId, state);
    return c.json({ items: letters.map(viewLetter) }, 200);
  });
};
