import { createRoute } from '@hono/zod-openapi';
import { getMyCopy } from '../../db/copies/list-my-copies';
import { answers } from '../http/answers';
import type { Mount } from '../http/env';
import { requireCitizen } from '../http/session';
import { answerDownload, pdfAnswer } from '../http/pdf-answer';
import { dossierPath } from '../http/dossier-path';

const route = createRoute({
  method: 'get',
  path: '/api/my/copies/{id}/file',
  tags: ['citizen'],
  summary: 'One of my certified copies',
  request: { params: dossierPath },
  responses: answers({ 200: pdfAnswer }),
});

export const mountGetMyCopy: Mount = (app, deps) => {
  app.openapi(route, async (c) => {
    const { personId } = requireCitizen(c);
    const copy = await getMyCopy(deps.db, personId, c.req.valid('param').id);
    const file = { what: 'copy' as const, hash: copy.copyHash, name: copy.code };
    return answerDownload(c, deps, file, copy);
  });
};
