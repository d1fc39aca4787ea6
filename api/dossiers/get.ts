import { addCorrelation } from '../../ops/correlation/correlation';
import { dossierSchema } from './contract';
import { getDossierView } from './view';
import { describeResponses, json } from '../http/responses';
import type { Mount } from '../http/env';
import { permitInOffice } from '../http/guard';
import { defineRoute, serve } from '../http/guarded-route';
import { dossierPath } from '../http/dossier-path';

const route = defineRoute('dossier.view', {
  method: 'get',
  path: '/api/dossiers/{id}',
  tags: ['dossiers'],
  summary: 'One dossier, with what the asking person may do now',
  request: { params: dossierPath },
  responses: describeResponses({ 200: json(dossierSchema, 'The dossier') }),
});

export const mountGetDossier: Mount = (app, deps) => {
  serve(app, deps, route, async (c, { signedIn }) => {
    // Its own statement looks in the person's offices alone: one instead of two.
    const view = await getDossierView(deps, c.req.valid('param').id, signedIn);
    addCorrelation({ dossier: view.code });
    permitInOffice(signedIn, 'dossier.view', view.officeId);
    return c.json(view, 200);
  });
};
