import { z } from '@hono/zod-openapi';
import { SaoyError } from '../../domain/problem';
import { describeResponses, json } from '../http/responses';
import { defineRoute, serve } from '../http/guarded-route';
import { consentPageSchema } from './contract';
import type { Mount } from '../http/env';
import { openConsent } from './consent';
import { getWaiting } from './get-waiting';

const route = defineRoute('dossier.consent', {
  method: 'post',
  path: '/api/dossiers/{id}/consent',
  tags: ['signing'],
  summary: 'The provider’s page where the asking person consents to a signature that waits',
  request: { params: z.object({ id: z.uuid() }) },
  responses: describeResponses({ 201: json(consentPageSchema, 'To be gone to; good once') }),
});

/** May be asked for again while the request waits: a page that was closed, a provider that was away. */
export const mountOpenConsent: Mount = (app, deps) => {
  serve(app, deps, route, async (c, { dossier, signedIn }) => {
    const asked = await getWaiting(deps, dossier.id, signedIn.personId, ['consent']);
    if (asked.expiresAt.getTime() <= deps.now()) throw new SaoyError('signing-not-waiting');
    return c.json({ url: await openConsent(deps, asked) }, 201);
  });
};
