import { createRoute } from '@hono/zod-openapi';
import { cutScan } from '../../documents/copy/cut-scan';
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
