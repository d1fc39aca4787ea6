import { acceptDossier } from './accept-dossier';
import { acceptSchema, dossierSchema } from './contract';
import { startWorkflow } from './update-dossier';
import { getDossierView } from './view';
import { idempotencyHeaderSchema, problemSchema } from '../http/contract';
import { addCorrelation } from '../../ops/correlation/correlation';
import type { ApiDeps } from '../http/deps';
import type { Mount } from '../http/env';
import { defineRoute, serve } from '../http/guarded-route';
import { withIdempotency } from '../http/idempotency';
import { recordStarted } from '../../db/notices/outbox';

const route = defineRoute('dossier.accept', {
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
  serve(app, deps, route, async (c, { signedIn }) => {
    const body = c.req.valid('json');
    const view = await withIdempotency(c, deps, async (key) => {
      const id = await acceptDossier(deps, body, signedIn.personId, key);
      await startSoon(deps, id);
      return getDossierView(deps, id, signedIn);
    });
    addCorrelation({ dossier: view.code });
    return c.json(view, 201);
  });
};

/** Starts the workflow now, so that the first act need not wait. Where this fails, the outbox's relay starts it. */
async function startSoon(deps: ApiDeps, dossierId: string): Promise<void> {
  try {
    await startWorkflow(deps, await deps.temporal(), dossierId);
    await recordStarted(deps.db, dossierId, new Date(deps.now()));
  } catch (error) {
    deps.log.warn({ dossierId, err: error }, 'workflow not started yet');
  }
}
