import { createRoute } from '@hono/zod-openapi';
import { addCorrelation } from '../../ops/correlation/correlation';
import { dossierSchema } from './contract';
import { getDossierView } from './view';
import { answers, json } from '../http/answers';
import type { Mount } from '../http/env';
import { requireRight, requireSession } from '../http/session';
import { dossierPath } from '../http/dossier-path';

const route = createRoute({
  method: 'get',
  path: '/api/dossiers/{id}',
  tags: ['dossiers'],
  summary: 'One dossier, with what the asking person may do now',
  request: { params: dossierPath },
  responses: answers({ 200: json(dossierSchema, 'The dossier') }),
});

export const mountGetDossier: Mount = (app, deps) => {
  app.openapi(route, async (c) => {
    const view = await getDossierView(deps, c.req.valid('param').id, requireSession(c));
    addCorrelation({ dossier: view.code });
    requireRight(c, view.officeId);
    return c.json(view, 200);
  });
};
