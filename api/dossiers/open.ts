import { recordOpening } from '../../db/dossiers/record-opening';
import { describeResponses } from '../http/responses';
import { defineRoute, serve } from '../http/guarded-route';
import type { Mount } from '../http/env';
import { dossierPath } from '../http/dossier-path';

const route = defineRoute('dossier.open', {
  method: 'put',
  path: '/api/dossiers/{id}/opening',
  tags: ['dossiers'],
  summary: 'That I have the dossier and its scan before me; a batch asks for this',
  request: { params: dossierPath },
  responses: describeResponses({ 204: { description: 'Written down' } }),
});

export const mountOpenDossier: Mount = (app, deps) => {
  serve(app, deps, route, async (c, { dossier, signedIn }) => {
    await recordOpening(deps.db, dossier.id, signedIn.personId, new Date(deps.now()));
    return c.body(null, 204);
  });
};
