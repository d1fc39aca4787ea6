import { createRoute } from '@hono/zod-openapi';
import { answers, json } from '../http/answers';
import { dossierSchema } from './contract';
import type { Mount } from '../http/env';
import { requireDossier } from '../http/require-dossier';
import { getDossierView } from './view';
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
    const { dossier, signedIn } = await requireDossier(c, deps, c.req.valid('param').id);
    return c.json(await getDossierView(deps, dossier.id, signedIn), 200);
  });
};
