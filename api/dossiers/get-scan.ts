import { cutScan } from '../../documents/copy/cut-scan';
import { SaoyError } from '../../domain/problem';
import { describeResponses } from '../http/responses';
import { defineRoute, serve } from '../http/guarded-route';
import type { Mount } from '../http/env';
import { answerDownload, pdfAnswer } from '../http/pdf-answer';
import { dossierPath } from '../http/dossier-path';

const route = defineRoute('dossier.read', {
  method: 'get',
  path: '/api/dossiers/{id}/scan',
  tags: ['dossiers'],
  summary: 'The scan, in the form that the copy begins with',
  request: { params: dossierPath },
  responses: describeResponses({ 200: pdfAnswer }),
});

export const mountGetScan: Mount = (app, deps) => {
  serve(app, deps, route, async (c, { dossier }) => {
    const { scanHash: hash, scanBytes: bytes, copyHash, formsDroppedAt } = dossier;
    if (hash === null || bytes === null) throw new SaoyError('scan-unknown');
    const file = { what: 'scan', hash, name: `${dossier.code} ban quet` } as const;
    if (formsDroppedAt === null || copyHash === null) {
      return answerDownload(c, deps, file, dossier);
    }
    // Kept in the copy alone by now, as its first bytes.
    const read = async () => cutScan(await deps.store.get(copyHash), { hash, bytes });
    return answerDownload(c, deps, { ...file, read }, dossier);
  });
};
