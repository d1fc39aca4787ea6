import { createRoute } from '@hono/zod-openapi';
import { SaoyError } from '../../domain/problem';
import { answers } from '../http/answers';
import type { Mount } from '../http/env';
import { requireDossier } from '../http/require-dossier';
import { answerDownload, pdfAnswer } from '../http/pdf-answer';
import { dossierPath } from '../http/dossier-path';

const route = createRoute({
  method: 'get',
  path: '/api/dossiers/{id}/scan',
  tags: ['dossiers'],
  summary: 'The scan, in the form that the copy begins with',
  request: { params: dossierPath },
  responses: answers({ 200: pdfAnswer }),
});

export const mountGetScan: Mount = (app, deps) => {
  app.openapi(route, async (c) => {
    const { dossier } = await requireDossier(c, deps, c.req.valid('param').id);
    if (dossier.scanHash === null) throw new SaoyError('scan-unknown');
    const name = `${dossier.code} ban quet`;
    return answerDownload(c, deps, { what: 'scan', hash: dossier.scanHash, name }, dossier);
  });
};
