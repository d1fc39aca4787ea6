import { createRoute } from '@hono/zod-openapi';
import { SaoyError } from '../../domain/problem';
import { answers } from '../http/answers';
import type { Mount } from '../http/env';
import { requireDossier } from '../http/require-dossier';
import { stagesWithSignature } from './view';
import { answerDownload, pdfAnswer } from '../http/pdf-answer';
import { dossierPath } from '../http/dossier-path';

const route = createRoute({
  method: 'get',
  path: '/api/dossiers/{id}/signed',
  tags: ['dossiers'],
  summary: 'The file as the leader signed it: what the clerk numbers and seals',
  request: { params: dossierPath },
  responses: answers({ 200: pdfAnswer }),
});

export const mountGetSigned: Mount = (app, deps) => {
  app.openapi(route, async (c) => {
    const { dossier } = await requireDossier(c, deps, c.req.valid('param').id);
    const { certifiedHash, sealedHash, stage, code } = dossier;
    if (certifiedHash === null || !stagesWithSignature.includes(stage)) {
      throw new SaoyError('copy-unknown');
    }
    // Sealed, while its proof is gathered: with number and seal on it.
    const hash = stage === 'awaiting-seal' ? certifiedHash : (sealedHash ?? certifiedHash);
    return answerDownload(c, deps, { what: 'signed', hash, name: `${code} da ky` }, dossier);
  });
};
