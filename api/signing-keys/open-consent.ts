import { createRoute, z } from '@hono/zod-openapi';
import { SaoyError } from '../../domain/problem';
import { answers, json } from '../http/answers';
import { consentPageSchema } from './contract';
import type { Mount } from '../http/env';
import { requireDossier } from '../http/require-dossier';
import { openConsent } from './consent';
import { getWaiting } from './get-waiting';

const route = createRoute({
  method: 'post',
  path: '/api/dossiers/{id}/consent',
  tags: ['signing'],
  summary: 'The provider’s page where the asking person consents to a signature that waits',
  request: { params: z.object({ id: z.uuid() }) },
  responses: answers({ 201: json(consentPageSchema, 'To be gone to; good once') }),
});

/** May be asked for again while the request waits: a page that was closed, a provider that was away. */
export const mountOpenConsent: Mount = (app, deps) => {
  app.openapi(route, async (c) => {
    const { id } = c.req.valid('param');
    const { dossier, signedIn } = await requireDossier(c, deps, id, 'sign', 'seal');
    const asked = await getWaiting(deps, dossier.id, signedIn.personId, ['consent']);
    if (asked.expiresAt.getTime() <= deps.now()) throw new SaoyError('signing-not-waiting');
    return c.json({ url: await openConsent(deps, asked) }, 201);
  });
};
