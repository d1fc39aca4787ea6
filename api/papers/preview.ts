import { readPaperFacts } from '../../db/papers/read-facts';
import { dossierPath } from '../http/dossier-path';
import type { Mount } from '../http/env';
import { defineRoute, serve } from '../http/guarded-route';
import { pdfAnswer } from '../http/pdf-answer';
import { describeResponses } from '../http/responses';
import { answerPreview } from './answer-paper';
import { composePaper } from './compose-paper';
import { paperRequestSchema } from './contract';
import { needsOf } from './needs';

const route = defineRoute(
  { field: 'kind', is: needsOf },
  {
    method: 'post',
    path: '/api/dossiers/{id}/papers/preview',
    tags: ['papers'],
    summary: 'A paper as it would be, marked as a preview; nothing is kept',
    request: {
      params: dossierPath,
      body: { required: true, content: { 'application/json': { schema: paperRequestSchema } } },
    },
    responses: describeResponses({ 200: pdfAnswer }),
  },
);

export const mountPreviewPaper: Mount = (app, deps) => {
  const { db, rules, now, settings } = deps;
  serve(app, deps, route, async (c, { dossier }) => {
    const composing = { rules, publicUrl: settings.publicUrl, at: now() };
    const facts = await readPaperFacts(db, dossier);
    const { content } = composePaper(composing, facts, c.req.valid('json'));
    return answerPreview(c, content, composing.at);
  });
};
