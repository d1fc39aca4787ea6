import { createRoute, z } from '@hono/zod-openapi';
import { findReference, revokeReference } from '../../db/vault/vault-references';
import { SaoyError, problems } from '../../domain/problem';
import { answers } from '../http/answers';
import type { Mount } from '../http/env';
import { requireCopy } from '../http/require-copy';
import { requireSession } from '../http/session';

const route = createRoute({
  method: 'delete',
  path: '/api/vault/references/{id}',
  tags: ['vault'],
  summary: 'Take a reference out of force',
  request: { params: z.object({ id: z.uuid() }) },
  responses: answers({ 204: { description: 'It leads nowhere any more' } }),
});

export const mountUnshareCopy: Mount = (app, deps) => {
  app.openapi(route, async (c) => {
    requireSession(c);
    const row = await findReference(deps.db, c.req.valid('param').id);
    if (!row) throw new SaoyError('reference-unknown');
    // Another's reference answers as one that is not there.
    const actorId = await requireCopy(c, deps, row.dossierId).catch((cause: unknown) => {
      const isHidden = cause instanceof SaoyError && problems[cause.code].status === 404;
      throw isHidden ? new SaoyError('reference-unknown', {}, { cause }) : cause;
    });
    await revokeReference(deps.db.manager, row, actorId, new Date(deps.now()));
    return c.body(null, 204);
  });
};
