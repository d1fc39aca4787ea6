import { z } from '@hono/zod-openapi';
import { answerCorrectionRequest } from '../../db/correction-requests/change-correction-request';
import { getCorrectionOf } from '../../db/correction-requests/find-correction-requests';
import { idempotencyHeaderSchema } from '../http/contract';
import type { Mount } from '../http/env';
import { defineRoute, serve } from '../http/guarded-route';
import { withIdempotency } from '../http/idempotency';
import { describeResponses, json } from '../http/responses';
import { correctionAnswerSchema, officeCorrectionSchema } from './correction-contract';
import { viewOfficeCorrection } from './view';

const route = defineRoute('correction.answer', {
  method: 'post',
  path: '/api/offices/{officeId}/correction-requests/{requestId}/answer',
  tags: ['citizen'],
  summary:
    'Accept a request for a correction with what follows from it, or refuse it with the reason',
  request: {
    params: z.object({ officeId: z.uuid(), requestId: z.uuid() }),
    headers: idempotencyHeaderSchema,
    body: { required: true, content: { 'application/json': { schema: correctionAnswerSchema } } },
  },
  responses: describeResponses({ 200: json(officeCorrectionSchema, 'As it stands now') }),
});

/** The copy itself stays as it is: what follows is an act of its own. */
export const mountAnswerCorrection: Mount = (app, deps) => {
  const { db, now } = deps;
  serve(app, deps, route, async (c, { officeId, signedIn }) => {
    const { id } = await getCorrectionOf(db, officeId, c.req.valid('param').requestId);
    const view = await withIdempotency(c, deps, async () => {
      const by = { actorId: signedIn.personId, at: new Date(now()) };
      await answerCorrectionRequest(db, id, { ...by, ...c.req.valid('json') });
      return viewOfficeCorrection(await getCorrectionOf(db, officeId, id));
    });
    return c.json(view, 200);
  });
};
