import { z } from '@hono/zod-openapi';
import { getOffice } from '../../db/offices/get-office';
import { getPinnedPolicy } from '../../policies/pinned-rules';
import { policyInForce } from '../../policies/policy-in-force';
import { describeResponses, json } from '../http/responses';
import { getPermittedDossier } from '../http/guard';
import { defineRoute, serve } from '../http/guarded-route';
import { feeQuoteSchema } from './contract';
import type { Mount } from '../http/env';
import { viewFee } from './view-fee';

const route = defineRoute('fee.quote', {
  method: 'get',
  path: '/api/fees/quote',
  tags: ['counter'],
  summary: 'What so many copies of so many pages cost',
  request: {
    query: z.object({
      officeId: z.uuid(),
      originalPages: z.coerce.number().int().min(1).max(10_000),
      copies: z.coerce.number().int().min(1).max(1_000),
      /** Accepted already: by the policy that it pinned. */
      dossierId: z.uuid().optional(),
    }),
  },
  responses: describeResponses({ 200: json(feeQuoteSchema, 'By the policy of the office') }),
});

export const mountFeeQuote: Mount = (app, deps) => {
  const { db, rules, now } = deps;
  serve(app, deps, route, async (c, { officeId, signedIn }) => {
    const { originalPages, copies, dossierId } = c.req.valid('query');
    if (dossierId !== undefined) {
      const dossier = await getPermittedDossier(deps, signedIn, 'dossier.correct', dossierId);
      const pinned = getPinnedPolicy(rules, dossier.policy);
      return c.json(viewFee(pinned, originalPages, copies), 200);
    }
    const { policyId } = await getOffice(db, officeId);
    const policy = policyInForce(rules, policyId, now());
    return c.json(viewFee(policy, originalPages, copies), 200);
  });
};
