import { createRoute, z } from '@hono/zod-openapi';
import { endAsked } from '../../db/signing/asked-signatures';
import { nudgeDossiers } from './nudge-dossiers';
import { answers } from '../http/answers';
import type { Mount } from '../http/env';
import { requireDossier } from '../http/require-dossier';
import { getWaiting } from './get-waiting';

const route = createRoute({
  method: 'post',
  path: '/api/dossiers/{id}/stop-signing',
  tags: ['signing'],
  summary:
    'Takes back a signature that waits on the asking person’s own computer, or at the provider’s page',
  request: { params: z.object({ id: z.uuid() }) },
  responses: answers({ 204: { description: 'It is not waited for any more' } }),
});

/** What the phone was asked by a provider cannot be taken back: it is declined there. */
export const mountStopSigning: Mount = (app, deps) => {
  app.openapi(route, async (c) => {
    const { id } = c.req.valid('param');
    const { dossier, signedIn } = await requireDossier(c, deps, id, 'sign', 'seal');
    const asked = await getWaiting(deps, dossier.id, signedIn.personId, ['agent', 'consent']);
    await endAsked(deps.db, asked.id, 'signing-cancelled', new Date(deps.now()));
    nudgeDossiers(deps, [asked.id]);
    return c.body(null, 204);
  });
};
