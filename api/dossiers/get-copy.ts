import { createRoute } from '@hono/zod-openapi';
import { SaoyError } from '../../domain/problem';
import { answers } from '../http/answers';
import type { Mount } from '../http/env';
import { requireDossier } from '../http/require-dossier';
import { answerDownload, pdfAnswer } from '../http/pdf-answer';
import { dossierPath } from '../http/dossier-path';

const route = createRoute({
  method: 'get',
  path: '/api/dossiers/{id}/copy',
  tags: ['dossiers'],
  summary: 'The certified copy; for its office (citizens have theirs under /api/my/copies)',
  request: { params: dossierPath },
  responses: answers({ 200: pdfAnswer }),
});

export const mountGetCopy: Mount = (app, deps) => {
  app.openapi(route, async (c) => {
    const { dossier } = await requireDossier(c, deps, c.req.valid('param').id);
    const { copyHash, code } = dossier;
    if (copyHash === null) throw new SaoyError('copy-unknown');
    return answerDownload(c, deps, { what: 'copy', hash: copyHash, name: code }, dossier);
  });
};
