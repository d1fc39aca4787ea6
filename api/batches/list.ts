import { z } from '@hono/zod-openapi';
import { getOffice } from '../../db/offices/get-office';
import { listBatches } from '../../db/batches/list-batches';
import { policyInForce } from '../../policies/policy-in-force';
import { describeResponses, json } from '../http/responses';
import { defineRoute, serve } from '../http/guarded-route';
import { batchListSchema } from './contract';
import type { Mount } from '../http/env';
import { viewBatch } from './view';

/** Those that somebody may still want to look at. */
const shownMax = 10;

const route = defineRoute('batch.list', {
  method: 'get',
  path: '/api/batches',
  tags: ['batches'],
  summary: 'My latest batches in an office, those under way among them',
  request: { query: z.object({ officeId: z.uuid() }) },
  responses: describeResponses({ 200: json(batchListSchema, 'The newest first') }),
});

export const mountListBatches: Mount = (app, deps) => {
  const { db, rules, now } = deps;
  serve(app, deps, route, async (c, { signedIn, officeId }) => {
    const { personId } = signedIn;
    const batches = await listBatches(db, { actorId: personId, officeId }, shownMax);
    const { policyId } = await getOffice(db, officeId);
    const { needsOpening } = policyInForce(rules, policyId, now()).batch;
    return c.json({ items: batches.map(viewBatch), needsOpening }, 200);
  });
};
