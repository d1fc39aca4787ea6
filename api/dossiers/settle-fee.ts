import { settleFee } from '../../db/dossiers/settle-fee';
import { actKeyOf } from '../../domain/act-key';
import { actDeclarations } from '../../domain/process';
import { feeGivenBackAt } from '../../policies/fee';
import { getPinnedPolicy } from '../../policies/pinned-rules';
import { feeSettlementSchema } from '../drawers/drawer-contract';
import { idempotencyHeaderSchema } from '../http/contract';
import { dossierPath } from '../http/dossier-path';
import type { Mount } from '../http/env';
import { defineRoute, serve } from '../http/guarded-route';
import { withIdempotency } from '../http/idempotency';
import { describeResponses, json } from '../http/responses';
import { dossierSchema } from './contract';
import { getDossierView } from './view';

/** Money changed hands at the counter: the whole of what is owed, once, into the drawer of who says so. */
export function feeRoute(act: 'take-fee' | 'give-back-fee'): Mount {
  const route = defineRoute(`dossier.${act}`, {
    method: 'post',
    path: `/api/dossiers/{id}/${act}`,
    tags: ['drawers'],
    summary: `${actDeclarations[act].en}: all that is owed, into or out of one’s own drawer`,
    request: {
      params: dossierPath,
      headers: idempotencyHeaderSchema,
      body: { required: true, content: { 'application/json': { schema: feeSettlementSchema } } },
    },
    responses: describeResponses({ 200: json(dossierSchema, 'The dossier as it stands now') }),
  });
  return (app, deps) => {
    serve(app, deps, route, async (c, { dossier, signedIn }) => {
      const { amount } = c.req.valid('json');
      const view = await withIdempotency(c, deps, async (key) => {
        await settleFee(deps.db.manager, {
          ...{ dossierId: dossier.id, act, amount, actorId: signedIn.personId },
          ...{ actKey: actKeyOf(act, signedIn.personId, key), at: new Date(deps.now()) },
          givenBackAt: ({ policy }) => feeGivenBackAt(getPinnedPolicy(deps.rules, policy)),
        });
        return getDossierView(deps, dossier.id, signedIn);
      });
      return c.json(view, 200);
    });
  };
}
