import { z } from '@hono/zod-openapi';
import { removeAgent } from '../../db/agents/agents';
import { SaoyError } from '../../domain/problem';
import { describeResponses } from '../http/responses';
import { defineRoute, serve } from '../http/guarded-route';
import type { Mount } from '../http/env';

const route = defineRoute('computer.remove', {
  method: 'delete',
  path: '/api/agents/{id}',
  tags: ['signing'],
  summary: 'Removes one of the asking person’s computers: nothing it says counts from now on',
  request: { params: z.object({ id: z.uuid() }) },
  responses: describeResponses({ 204: { description: 'Removed' } }),
});

export const mountRemoveAgent: Mount = (app, deps) => {
  const { db, now } = deps;
  serve(app, deps, route, async (c, { signedIn }) => {
    const { personId } = signedIn;
    const { id } = c.req.valid('param');
    if (!(await removeAgent(db, personId, id, new Date(now())))) {
      throw new SaoyError('agent-not-yours');
    }
    return c.body(null, 204);
  });
};
