import { z } from '@hono/zod-openapi';
import { endSignatureRequest } from '../../db/signing/signature-requests';
import { nudgeDossiers } from './nudge-dossiers';
import { describeResponses } from '../http/responses';
import { defineRoute, serve } from '../http/guarded-route';
import type { Mount } from '../http/env';
import { getWaiting } from './get-waiting';

const route = defineRoute('dossier.stop-signing', {
  method: 'post',
  path: '/api/dossiers/{id}/stop-signing',
  tags: ['signing'],
  summary:
    'Takes back a signature that waits on the asking person’s own computer, or at the provider’s page',
  request: { params: z.object({ id: z.uuid() }) },
  responses: describeResponses({ 204: { description: 'It is not waited for any more' } }),
});

/** What the phone was asked by a provider cannot be taken back: it is declined there. */
export const mountStopSigning: Mount = (app, deps) => {
  serve(app, deps, route, async (c, { dossier, signedIn }) => {
    const asked = await getWaiting(deps, dossier.id, signedIn.personId, ['agent', 'consent']);
    await endSignatureRequest(deps.db, asked.id, 'signing-cancelled', new Date(deps.now()));
    nudgeDossiers(deps, [asked.id]);
    return c.body(null, 204);
  });
};
