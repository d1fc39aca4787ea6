import { getMyCopy } from '../../db/copies/list-my-copies';
import { describeResponses } from '../http/responses';
import { defineRoute, serve } from '../http/guarded-route';
import type { Mount } from '../http/env';
import { answerDownload, pdfAnswer } from '../http/pdf-answer';
import { dossierPath } from '../http/dossier-path';

const route = defineRoute('my-copy.read', {
  method: 'get',
  path: '/api/my/copies/{id}/file',
  tags: ['citizen'],
  summary: 'One of my certified copies',
  request: { params: dossierPath },
  responses: describeResponses({ 200: pdfAnswer }),
});

export const mountGetMyCopy: Mount = (app, deps) => {
  serve(app, deps, route, async (c, { signedIn }) => {
    const { personId } = signedIn;
    const copy = await getMyCopy(deps.db, personId, c.req.valid('param').id);
    const file = { what: 'copy' as const, hash: copy.copyHash, name: copy.code };
    return answerDownload(c, deps, file, copy);
  });
};
