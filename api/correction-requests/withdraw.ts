import { z } from '@hono/zod-openapi';
import { withdrawCorrectionRequest } from '../../db/correction-requests/change-correction-request';
import { getCorrectionBy } from '../../db/correction-requests/find-correction-requests';
import type { Mount } from '../http/env';
import { defineRoute, serve } from '../http/guarded-route';
import { describeResponses, json } from '../http/responses';
import { correctionSchema } from './correction-contract';
import { viewCorrection } from './view';

const route = defineRoute('my-correction.ask', {
  method: 'post',
  path: '/api/my/correction-requests/{id}/withdraw',
  tags: ['citizen'],
  summary: 'Take a request for a correction back before it is answered',
  request: { params: z.object({ id: z.uuid() }) },
  responses: describeResponses({ 200: json(correctionSchema, 'As it stands; again the same') }),
});

export const mountWithdrawCorrection: Mount = (app, deps) => {
  const { db, now } = deps;
  serve(app, deps, route, async (c, { signedIn: { personId } }) => {
    const { id } = await getCorrectionBy(db, personId, c.req.valid('param').id);
    await withdrawCorrectionRequest(db, id, { actorId: personId, at: new Date(now()) });
    return c.json(viewCorrection(await getCorrectionBy(db, personId, id)), 200);
  });
};
