import { z } from '@hono/zod-openapi';
import { getCopyOfDossier } from '../../db/copies/get-public-copy';
import type { ApiKey } from '../../db/vault/entity';
import { resolveReference } from '../../db/vault/vault-references';
import { describeResponses, json } from '../http/responses';
import { vaultCopySchema } from './contract';
import type { ApiDeps } from '../http/deps';
import type { Mount } from '../http/env';
import { defineRoute, serve } from '../http/guarded-route';
import { answerPdf, pdfAnswer } from '../http/pdf-answer';
import { viewPublicCopy } from '../copies/view';

const params = z.object({ reference: z.string().regex(/^[\w-]{32}$/) });
const security = [{ key: [] }];

const statusRoute = defineRoute('copy.resolve', {
  method: 'get',
  path: '/api/vault/{reference}',
  tags: ['vault'],
  summary: 'For programs: the copy behind a reference, and whether it is in force',
  security,
  request: { params },
  responses: describeResponses({ 200: json(vaultCopySchema, 'The copy') }),
});

const fileRoute = defineRoute('copy.resolve', {
  method: 'get',
  path: '/api/vault/{reference}/file',
  tags: ['vault'],
  summary: 'For programs: the bytes of the copy behind a reference',
  security,
  request: { params },
  responses: describeResponses({ 200: pdfAnswer }),
});

/** "Kho quản lý dữ liệu điện tử" [K-01]: another system's way from a reference to bytes and status. */
export const mountResolveReference: Mount = (app, deps) => {
  app.openAPIRegistry.registerComponent('securitySchemes', 'key', {
    type: 'http',
    scheme: 'bearer',
  });
  serve(app, deps, statusRoute, async (c, { key }) => {
    const { reference } = c.req.valid('param');
    const dossier = await follow(deps, key, reference, 'status');
    const copy = viewPublicCopy(await getCopyOfDossier(deps.db, dossier.id));
    const { publicUrl } = deps.settings;
    return c.json(
      {
        ...copy,
        file: `${publicUrl}/api/vault/${reference}/file`,
        publicUrl: `${publicUrl}/x/${dossier.publicToken}`,
      },
      200,
    );
  });
  serve(app, deps, fileRoute, async (c, { key }) => {
    const dossier = await follow(deps, key, c.req.valid('param').reference, 'file');
    return answerPdf(c, deps, String(dossier.copyHash), dossier.code);
  });
};

function follow(deps: ApiDeps, key: ApiKey, reference: string, what: 'status' | 'file') {
  const { id: keyId, officeId } = key;
  const at = new Date(deps.now());
  return resolveReference(deps.db.manager, reference, { keyId, officeId, what, at });
}
