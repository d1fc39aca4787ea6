import { createRoute } from '@hono/zod-openapi';
import { getDossierView } from './view';
import { acceptDossier } from './accept-dossier';
import { startWorkflow } from './update-dossier';
import { idempotencyHeaderSchema, problemSchema } from '../http/contract';
import { acceptSchema, dossierSchema } from './contract';
import { addCorrelation } from '../../ops/correlation/correlation';
import type { ApiDeps } from '../http/deps';
import type { Mount } from '../http/env';
import { withIdempotency } from '../http/idempotency';
import { requireRight } from '../http/session';

const route = createRoute({
  method: 'post',
  path: '/api/dossiers',
  summary: 'Accept an original at the counter',
  request: {
    headers: idempotencyHeaderSchema,
    body: { required: true, content: { 'application/json': { schema: acceptSchema } } },
  },
  responses: {
    201: {
      description: 'The accepted dossier with its fee, due times and reasons',
      content: { 'application/json': { schema: dossierSchema } },
    },
    default: {
      description: 'Why not',
      content: { 'application/problem+json': { schema: problemSchema } },
    },
  },
});

/**
 * "Tiếp nhận": the original was shown and accepted. Policy and calendar are pinned here, the clocks
 * start here (NĐ 23/2015 Đ7), and the workflow follows: at once, or when its server is back.
 */
export const mountAccept: Mount = (app, deps) => {
  app.openapi(route, async (c) => {
    const body = c.req.valid('json');
    const signedIn = requireRight(c, body.officeId, 'create');
    const view = await withIdempotency(c, deps, async (key) => {
      const id = await acceptDossier(deps, body, signedIn.personId, key);
      await startSoon(deps, id);
      return getDossierView(deps, id, signedIn);
    });
    addCorrelation({ dossier: view.code });
    return c.json(view, 201);
  });
};

/** The outbox starts it anyway; starting now spares the first act a wait. */
async function startSoon(deps: ApiDeps, dossierId: string): Promise<void> {
  try {
    await startWorkflow(deps, await deps.temporal(), dossierId);
  } catch (error) {
    deps.log.warn({ dossierId, err: error }, 'workflow not started yet');
  }
}
