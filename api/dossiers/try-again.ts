import { z } from '@hono/zod-openapi';
import { tryAgainUpdate } from '../../workflows/dossiers/messages';
import { actionRoute } from './act-route';

/** "Thử lại ngay": what the dossier waits for is tried at once and not at its next time. */
export const mountTryAgain = actionRoute({
  action: 'try-again',
  body: z.object({}),
  update: tryAgainUpdate,
  prepare: (_deps, _dossier, actorId) => ({ actorId }),
});
