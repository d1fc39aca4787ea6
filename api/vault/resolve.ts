import { createRoute, z } from '@hono/zod-openapi';
import { getCopyOfDossier } from '../../db/copies/get-public-copy';
import { resolveReference } from '../../db/vault/vault-references';
import { answers, json } from '../http/answers';
import { vaultCopySchema } from './contract';
import type { ApiDeps } from '../http/deps';
import type { AppContext, Mount } from '../http/env';
import { requireKey } from '../http/bearer-key';
import { answerPdf, pdfAnswer } from '../http/pdf-answer';
import { viewPublicCopy } from '../copies/view';

const params = z.object({ reference: z.string().regex(/^[\w-]{32}$/) });
const security = [{ key: [] }];

const statusRoute = createRoute({
  method: 'get',
  path: '/api/vault/{reference}',
  tags: ['vault'],
  summary: 'For programs: the copy behind a reference, and whether it is in force',
  security,
  request: { params },
  responses: answers({ 200: json(vaultCopySchema, 'The copy') }),
});

const fileRoute = createRoute({
  method: 'get',
  path: '/api/vault/{reference}/file',
  tags: ['vault'],
  summary: 'For programs: the bytes of the copy behind a reference',
  security,
  request: { params },
  responses: answers({ 200: pdfAnswer }),
});

/** "Kho quản lý dữ liệu điện tử" [K-01]: another system's way from a reference to bytes and status. */
export const mountResolveReference: Mount = (app, deps) => {
  app.openAPIRegistry.registerComponent('securitySchemes', 'key', {
    type: 'http',
    scheme: 'bearer',
  });
  app.openapi(statusRoute, async (c) => {
    const { reference } = c.req.valid('param');
    const dossier = await follow(c, deps, reference, 'status');
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
  app.openapi(fileRoute, async (c) => {
    const dossier = await follow(c, deps, c.req.valid('param').reference, 'file');
    return answerPdf(c, deps, String(dossier.copyHash), dossier.code);
  });
};

async function follow(c: AppContext, deps: ApiDeps, reference: string, what: 'status' | 'file') {
  const { id: keyId, officeId } = await requireKey(c, deps, 'vault:read');
  const at = new Date(deps.now());
  return resolveReference(deps.db.manager, reference, { keyId, officeId, what, at });
}
