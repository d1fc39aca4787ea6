import { z } from '@hono/zod-openapi';
import { revokeReference } from '../../db/vault/vault-references';
import { describeResponses } from '../http/responses';
import { defineRoute, serve } from '../http/guarded-route';
import type { Mount } from '../http/env';

const route = defineRoute('copy.unshare', {
  method: 'delete',
  path: '/api/vault/references/{id}',
  tags: ['vault'],
  summary: 'Take a reference out of force',
  request: { params: z.object({ id: z.uuid() }) },
  responses: describeResponses({ 204: { description: 'It leads nowhere any more' } }),
});

export const mountUnshareCopy: Mount = (app, deps) => {
  serve(app, deps, route, async (c, { reference, signedIn }) => {
    const at = new Date(deps.now());
    await revokeReference(deps.db.manager, reference, signedIn.personId, at);
    return c.body(null, 204);
  });
};
