import { z } from '@hono/zod-openapi';
import { getCopyOfDossier } from '../../db/copies/get-public-copy';
import { recordRevocation } from '../../db/copies/record-revocation';
import { actKeyOf } from '../../domain/act-key';
import { getPinnedPolicy } from '../../policies/pinned-rules';
import { planOutcome } from '../../policies/plan-notices';
import { reachOf } from '../../settings/settings';
import { describeResponses, json } from '../http/responses';
import { defineRoute, serve } from '../http/guarded-route';
import { idempotencyHeaderSchema } from '../http/contract';
import { publicCopySchema, revokeSchema } from './contract';
import type { Mount } from '../http/env';
import { withIdempotency } from '../http/idempotency';
import { viewPublicCopy } from './view';

const route = defineRoute('dossier.revoke', {
  method: 'post',
  path: '/api/dossiers/{id}/revoke',
  summary: 'Revoke a copy that was certified wrongly; for good',
  request: {
    params: z.object({ id: z.uuid() }),
    headers: idempotencyHeaderSchema,
    body: { required: true, content: { 'application/json': { schema: revokeSchema } } },
  },
  responses: describeResponses({
    200: json(publicCopySchema, 'What everyone is told from now on'),
  }),
});

/** For those who sign or supervise. The dossier's life is over: its stage stays, its number is marked. */
export const mountRevokeCopy: Mount = (app, deps) => {
  serve(app, deps, route, async (c, { dossier, signedIn }) => {
    const { reason, decision } = c.req.valid('json');
    const view = await withIdempotency(c, deps, async (key) => {
      const facts = {
        dossierId: dossier.id,
        actorId: signedIn.personId,
        actKey: actKeyOf('revoke', signedIn.personId, key),
        reason,
        decision,
        at: new Date(deps.now()),
      };
      await recordRevocation(deps.db.manager, facts, ({ policy }) =>
        planOutcome(getPinnedPolicy(deps.rules, policy), 'revocation', reachOf(deps.settings)),
      );
      return viewPublicCopy(await getCopyOfDossier(deps.db, dossier.id));
    });
    return c.json(view, 200);
  });
};
