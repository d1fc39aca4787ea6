import { readPaperFacts } from '../../db/papers/read-facts';
import { dossierPath } from '../http/dossier-path';
import type { Mount } from '../http/env';
import { defineRoute, serve } from '../http/guarded-route';
import { describeResponses, json } from '../http/responses';
import { progressSchema } from './progress-contract';
import { viewProgress } from './view-progress';

const route = defineRoute('dossier.read', {
  method: 'get',
  path: '/api/dossiers/{id}/progress',
  tags: ['dossiers'],
  summary: 'How long each step took, by when it was due, and why',
  request: { params: dossierPath },
  responses: describeResponses({
    200: json(progressSchema, 'Runs in the order of their beginning'),
  }),
});

export const mountDossierProgress: Mount = (app, deps) => {
  const { db, rules, now } = deps;
  serve(app, deps, route, async (c, { dossier }) => {
    return c.json(viewProgress(rules, await readPaperFacts(db, dossier), now()), 200);
  });
};
