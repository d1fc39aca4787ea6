import { SaoyError } from '../../domain/problem';
import { describeResponses } from '../http/responses';
import { defineRoute, serve } from '../http/guarded-route';
import type { Mount } from '../http/env';
import { stagesWithSignature } from './view';
import { answerDownload, pdfAnswer } from '../http/pdf-answer';
import { dossierPath } from '../http/dossier-path';

const route = defineRoute('dossier.read', {
  method: 'get',
  path: '/api/dossiers/{id}/signed',
  tags: ['dossiers'],
  summary: 'The file as the leader signed it: what the clerk numbers and seals',
  request: { params: dossierPath },
  responses: describeResponses({ 200: pdfAnswer }),
});

export const mountGetSigned: Mount = (app, deps) => {
  serve(app, deps, route, async (c, { dossier }) => {
    const { certifiedHash, sealedHash, stage, code } = dossier;
    if (certifiedHash === null || !stagesWithSignature.includes(stage)) {
      throw new SaoyError('copy-unknown');
    }
    // Sealed, while its proof is gathered: with number and seal on it.
    const hash = stage === 'awaiting-seal' ? certifiedHash : (sealedHash ?? certifiedHash);
    return answerDownload(c, deps, { what: 'signed', hash, name: `${code} da ky` }, dossier);
  });
};
