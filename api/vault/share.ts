import { recordReference } from '../../db/vault/vault-references';
import { msPerDay } from '../../time/time';
import { getCopyOfDossier } from '../../db/copies/get-public-copy';
import { describeResponses, json } from '../http/responses';
import { defineRoute, serve } from '../http/guarded-route';
import { newReferenceSchema, shareSchema } from './contract';
import type { Mount } from '../http/env';
import { viewReference } from './view';

const route = defineRoute('copy.share', {
  method: 'post',
  path: '/api/vault/references',
  tags: ['vault'],
  summary: 'Share a copy for a limited time by an opaque reference',
  request: {
    body: { required: true, content: { 'application/json': { schema: shareSchema } } },
  },
  responses: describeResponses({ 200: json(newReferenceSchema, 'The reference; it is told once') }),
});

/**
 * Without an Idempotency-Key: what a key answers is kept, and a reference is not. A request sent again
 * makes another one; the first can be revoked.
 */
export const mountShareCopy: Mount = (app, deps) => {
  serve(app, deps, route, async (c, { dossierId, signedIn: { personId: actorId } }) => {
    await getCopyOfDossier(deps.db, dossierId);
    const { label, days } = c.req.valid('json');
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
