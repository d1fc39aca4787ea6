import { batchSchema, createBatchSchema } from './contract';
import { startBatch } from './start-batch';
import { viewBatch } from './view';
import { describeResponses, json } from '../http/responses';
import { idempotencyHeaderSchema } from '../http/contract';
import type { Mount } from '../http/env';
import { withIdempotency } from '../http/idempotency';
import { defineRoute, serve } from '../http/guarded-route';

const needs = { field: 'action', is: { sign: 'batch.sign', seal: 'batch.seal' } } as const;

const route = defineRoute(needs, {
  method: 'post',
  path: '/api/batches',
  tags: ['batches'],
  summary:
    'Sign or seal many dossiers with one PIN; it goes on by itself, see GET /api/batches/{id}',
  request: {
    headers: idempotencyHeaderSchema,
    body: { required: true, content: { 'application/json': { schema: createBatchSchema } } },
  },
  responses: describeResponses({ 201: json(batchSchema, 'The batch, under way') }),
});

/** "Ký hàng loạt", "Đóng dấu hàng loạt": one PIN, an outcome for each dossier. */
export const mountCreateBatch: Mount = (app, deps) => {
  serve(app, deps, route, async (c, { signedIn: { personId } }) => {
    const body = c.req.valid('json');
    const view = await withIdempotency(c, deps, async () =>
      viewBatch(await startBatch(deps, body, personId)),
    );
    return c.json(view, 201);
  });
};
