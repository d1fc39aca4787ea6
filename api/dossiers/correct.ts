import { z } from '@hono/zod-openapi';
import { recordCorrection } from '../../db/dossiers/record-correction';
import { actKeyOf } from '../../domain/act-key';
import { getPinnedPolicy } from '../../policies/pinned-rules';
import { findRequester } from './accept-dossier';
import { describeResponses, json } from '../http/responses';
import { defineRoute, serve } from '../http/guarded-route';
import { idempotencyHeaderSchema } from '../http/contract';
import { correctSchema, dossierSchema } from './contract';
import type { Mount } from '../http/env';
import { withIdempotency } from '../http/idempotency';
import { getDossierView } from './view';
import { viewFee } from '../counter/view-fee';

const route = defineRoute('dossier.correct', {
  method: 'post',
  path: '/api/dossiers/{id}/correct',
  tags: ['dossiers'],
  summary: 'Put right what was taken down at the counter, until the original is submitted',
  request: {
    params: z.object({ id: z.uuid() }),
    headers: idempotencyHeaderSchema,
    body: { required: true, content: { 'application/json': { schema: correctSchema } } },
  },
  responses: describeResponses({
    200: json(dossierSchema, 'The dossier with its fee computed anew'),
  }),
});

/** Of a dossier that is begun or came back: name, type, pages and copies, by the policy it pinned. */
export const mountCorrect: Mount = (app, deps) => {
  serve(app, deps, route, async (c, { dossier, signedIn }) => {
    const { requester, documentType, originalPages, copies } = c.req.valid('json');
    const view = await withIdempotency(c, deps, async (key) => {
      await recordCorrection(deps.db.manager, {
        dossierId: dossier.id,
        actorId: signedIn.personId,
        actKey: actKeyOf('correct', signedIn.personId, key),
        at: new Date(deps.now()),
        requester: requester === undefined ? null : await findRequester(deps, requester),
        documentType,
        originalPages,
        copies,
        fee: viewFee(getPinnedPolicy(deps.rules, dossier.policy), originalPages, copies),
      });
      return getDossierView(deps, dossier.id, signedIn);
    });
    return c.json(view, 200);
  });
};
