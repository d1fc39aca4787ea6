import { SaoyError } from '../../domain/problem';
import { describeResponses } from '../http/responses';
import { defineRoute, serve } from '../http/guarded-route';
import type { Mount } from '../http/env';
import { answerDownload, pdfAnswer } from '../http/pdf-answer';
import { dossierPath } from '../http/dossier-path';

const route = defineRoute('dossier.read', {
  method: 'get',
  path: '/api/dossiers/{id}/copy',
  tags: ['dossiers'],
  summary: 'The certified copy; for its office (citizens have theirs under /api/my/copies)',
  request: { params: dossierPath },
  responses: describeResponses({ 200: pdfAnswer }),
});

export const mountGetCopy: Mount = (app, deps) => {
  serve(app, deps, route, async (c, { dossier }) => {
    const { copyHash, code } = dossier;
    if (copyHash === null) throw new SaoyError('copy-unknown');
    return answerDownload(c, deps, { what: 'copy', hash: copyHash, name: code }, dossier);
  });
};
