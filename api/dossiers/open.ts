import { createRoute } from '@hono/zod-openapi';
import { recordOpening } from '../../db/dossiers/record-opening';
import { answers } from '../http/answers';
import type { Mount } from '../http/env';
import { requireDossier } from '../http/require-dossier';
import { dossierPath } from '../http/dossier-path';

const route = createRoute({
  method: 'put',
  path: '/api/dossiers/{id}/opening',
  tags: ['dossiers'],
  summary: 'That I have the dossier and its scan before me; a batch asks for this',
  request: { params: dossierPath },
  responses: answers({ 204: { description: 'Written down' } }),
});

export const mountOpenDossier: Mount = (app, deps) => {
  app.openapi(route, async (c) => {
    const { dossier, signedIn } = await requireDossier(c, deps, c.req.valid('param').id);
    await recordOpening(deps.db, dossier.id, signedIn.personId, new Date(deps.now()));
    return c.body(null, 204);
  });
};
