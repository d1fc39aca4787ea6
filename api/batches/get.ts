import { z } from '@hono/zod-openapi';
import { listBatches } from '../../db/batches/list-batches';
import { SaoyError } from '../../domain/problem';
import { describeResponses, json } from '../http/responses';
import { defineRoute, serve } from '../http/guarded-route';
import { batchSchema } from './contract';
import type { Mount } from '../http/env';
import { viewBatch } from './view';

const route = defineRoute('batch.read', {
  method: 'get',
  path: '/api/batches/{id}',
  tags: ['batches'],
  summary: 'How far a batch of mine has come',
  request: { params: z.object({ id: z.uuid() }) },
  responses: describeResponses({ 200: json(batchSchema, 'The batch') }),
});

export const mountGetBatch: Mount = (app, deps) => {
  const { db } = deps;
  serve(app, deps, route, async (c, { signedIn }) => {
    const { personId } = signedIn;
    const { id } = c.req.valid('param');
    const [batch] = await listBatches(db, { actorId: personId, id }, 1);
    if (!batch) throw new SaoyError('batch-unknown');
    return c.json(viewBatch(batch), 200);
  });
};
