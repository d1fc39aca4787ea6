import { z } from '@hono/zod-openapi';
import { endOfficeKey } from '../../db/vault/office-keys';
import type { Mount } from '../http/env';
import { defineRoute, serve } from '../http/guarded-route';
import { describeResponses } from '../http/responses';

const route = defineRoute('api-key.end', {
  method: 'delete',
  path: '/api/offices/{officeId}/keys/{keyId}',
  tags: ['keys'],
  summary: 'Take a key of a program out of force, at once',
  request: { params: z.object({ officeId: z.uuid(), keyId: z.uuid() }) },
  responses: describeResponses({ 204: { description: 'Out of force' } }),
});

export const mountEndKey: Mount = (app, deps) => {
  serve(app, deps, route, async (c, { officeId, signedIn }) => {
    const act = { officeId, actorId: signedIn.personId, at: new Date(deps.now()) };
    await endOfficeKey(deps.db.manager, act, c.req.valid('param').keyId);
    return c.body(null, 204);
  });
};
