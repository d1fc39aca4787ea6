import { createRoute } from '@hono/zod-openapi';
import { recordReference } from '../../db/vault/vault-references';
import { msPerDay } from '../../time/time';
import { answers, json } from '../http/answers';
import { newReferenceSchema, shareSchema } from './contract';
import type { Mount } from '../http/env';
import { requireCopy } from '../http/require-copy';
import { viewReference } from './view';

const route = createRoute({
  method: 'post',
  path: '/api/vault/references',
  tags: ['vault'],
  summary: 'Share a copy for a limited time by an opaque reference',
  request: {
    body: { required: true, content: { 'application/json': { schema: shareSchema } } },
  },
  responses: answers({ 200: json(newReferenceSchema, 'The reference; it is told once') }),
});

/**
 * Without an Idempotency-Key: what a key answers is kept, and a reference is not. A request sent again
 * makes another one; the first can be revoked.
 */
export const mountShareCopy: Mount = (app, deps) => {
  app.openapi(route, async (c) => {
    const { dossierId, label, days } = c.req.valid('json');
    const actorId = await requireCopy(c, deps, dossierId);
    const now = deps.now();
    const { reference, row } = await recordReference(deps.db.manager, {
      dossierId,
      actorId,
      label,
      expiresAt: new Date(now + days * msPerDay),
      at: new Date(now),
    });
    const url = `${deps.settings.publicUrl}/api/vault/${reference}`;
    return c.json({ ...viewReference(row, now), reference, url }, 200);
  });
};
