import { z } from '@hono/zod-openapi';
import { getMyCopy } from '../../db/copies/list-my-copies';
import { recordCorrectionRequest } from '../../db/correction-requests/change-correction-request';
import { getCorrectionBy } from '../../db/correction-requests/find-correction-requests';
import { getOffice } from '../../db/offices/get-office';
import { correctionDueOf } from '../../policies/correction-terms';
import { idempotencyHeaderSchema } from '../http/contract';
import type { Mount } from '../http/env';
import { defineRoute, serve } from '../http/guarded-route';
import { withIdempotency } from '../http/idempotency';
import { describeResponses, json } from '../http/responses';
import { correctionSchema, newCorrectionSchema } from './correction-contract';
import { viewCorrection } from './view';

const route = defineRoute('my-correction.ask', {
  method: 'post',
  path: '/api/my/copies/{id}/correction-requests',
  tags: ['citizen'],
  summary: 'Ask the office to put a delivered copy right',
  request: {
    params: z.object({ id: z.uuid() }),
    headers: idempotencyHeaderSchema,
    body: { required: true, content: { 'application/json': { schema: newCorrectionSchema } } },
  },
  responses: describeResponses({ 200: json(correctionSchema, 'With the day of its answer') }),
});

export const mountAskCorrection: Mount = (app, deps) => {
  const { db, rules, now } = deps;
  serve(app, deps, route, async (c, { signedIn: { personId } }) => {
    const copy = await getMyCopy(db, personId, c.req.valid('param').id);
    const view = await withIdempotency(c, deps, async () => {
      const at = now();
      const dueAt = new Date(correctionDueOf(rules, await getOffice(db, copy.officeId), at));
      const asked = { dossierId: copy.id, personId, at: new Date(at), dueAt };
      const { id } = await recordCorrectionRequest(db, { ...asked, ...c.req.valid('json') });
      return viewCorrection(await getCorrectionBy(db, personId, id));
    });
    return c.json(view, 200);
  });
};
