import { createRoute, z } from '@hono/zod-openapi';
import { getOffice } from '../../../db/queries/get-office';
import { policyInForce } from '../../../policies/policy-in-force';
import { answers, json } from '../../answers';
import { feeQuoteSchema } from '../../contract/counter';
import type { Mount } from '../../env';
import { requireRight } from '../../middleware/session';
import { viewFee } from '../../views/fee';

const route = createRoute({
  method: 'get',
  path: '/api/fees/quote',
  tags: ['counter'],
  summary: 'What so many copies of so many pages cost',
  request: {
    query: z.object({
      officeId: z.uuid(),
      originalPages: z.coerce.number().int().min(1).max(10_000),
      copies: z.coerce.number().int().min(1).max(1_000),
    }),
  },
  responses: answers({ 200: json(feeQuoteSchema, 'By the policy of the office') }),
});

export const mountFeeQuote: Mount = (app, { db, rules, now }) => {
  app.openapi(route, async (c) => {
    const { officeId, originalPages, copies } = c.req.valid('query');
    requireRight(c, officeId, 'create');
    const { policyId } = await getOffice(db, officeId);
    const policy = policyInForce(rules, policyId, now());
    return c.json(viewFee(policy, originalPages, copies), 200);
  });
};
