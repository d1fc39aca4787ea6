import { createRoute } from '@hono/zod-openapi';
import { getMyCopy } from '../../../db/queries/list-my-copies';
import { SaoyError } from '../../../domain/problem';
import { answers } from '../../answers';
import type { Mount } from '../../env';
import { requireDossier } from '../../middleware/require-dossier';
import { requireSession } from '../../middleware/session';
import { answerPdf, pdfAnswer } from '../../views/pdf';
import { dossierPath } from './path';

const route = createRoute({
  method: 'get',
  path: '/api/dossiers/{id}/copy',
  tags: ['dossiers'],
  summary: 'The certified copy; for the office and for the citizen whose it is',
  request: { params: dossierPath },
  responses: answers({ 200: pdfAnswer }),
});

export const mountGetCopy: Mount = (app, deps) => {
  app.openapi(route, async (c) => {
    const { id } = c.req.valid('param');
    const signedIn = requireSession(c);
    const { copyHash, code } =
      signedIn.kind === 'citizen'
        ? await getMyCopy(deps.db, signedIn.personId, id)
        : (await requireDossier(c, deps, id)).dossier;
    if (copyHash === null) throw new SaoyError('copy-unknown');
    return answerPdf(c, deps, copyHash, code);
  });
};
