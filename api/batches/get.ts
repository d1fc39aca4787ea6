import { createRoute, z } from '@hono/zod-openapi';
import { listBatches } from '../../db/batches/list-batches';
import { SaoyError } from '../../domain/problem';
import { answers, json } from '../http/answers';
import { batchSchema } from './contract';
import type { Mount } from '../http/env';
import { requireSession } from '../http/session';
import { viewBatch } from './view';

const route = createRoute({
  method: 'get',
  path: '/api/batches/{id}',
  tags: ['batches'],
  summary: 'How far a batch of mine has come',
  request: { params: z.object({ id: z.uuid() }) },
  responses: answers({ 200: json(batchSchema, 'The batch') }),
});

export const mountGetBatch: Mount = (app, { db }) => {
  app.openapi(route, async (c) => {
    const { personId } = requireSession(c);
    const { id } = c.req.valid('param');
    const [batch] = await listBatches(db, { actorId: personId, id }, 1);
    if (!batch) throw new SaoyError('batch-unknown');
    return c.json(viewBatch(batch), 200);
  });
};
