import { z } from '@hono/zod-openapi';
import { tryAgainUpdate } from '../../../workflows/messages/dossier';
import { actionRoute } from '../../actions/action-route';

/** "Thử lại ngay": what the dossier waits for is tried at once and not at its next time. */
export const mountTryAgain = actionRoute({
  action: 'try-again',
  body: z.object({}),
  update: tryAgainUpdate,
  prepare: (_deps, _dossier, actorId) => ({ actorId }),
});
