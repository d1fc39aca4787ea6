import { z } from '@hono/zod-openapi';
import { listCorrectionsBy } from '../../db/correction-requests/find-correction-requests';
import type { Mount } from '../http/env';
import { defineRoute, serve } from '../http/guarded-route';
import { describeResponses, json } from '../http/responses';
import { correctionSchema } from './correction-contract';
import { viewCorrection } from './view';

const route = defineRoute('my-correction.list', {
  method: 'get',
  path: '/api/my/correction-requests',
  tags: ['citizen'],
  summary: 'What I asked to be put right, the newest first',
  responses: describeResponses({
    200: json(z.object({ items: z.array(correctionSchema) }), 'With their answers'),
  }),
});

export const mountMyCorrections: Mount = (app, deps) => {
  serve(app, deps, route, async (c, { signedIn }) => {
    const found = await listCorrectionsBy(deps.db, signedIn.personId);
    return c.json({ items: found.map(viewCorrection) }, 200);
  });
};
