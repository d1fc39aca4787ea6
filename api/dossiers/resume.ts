import { z } from '@hono/zod-openapi';
import { resumeUpdate } from '../../workflows/dossiers/messages';
import { actionRoute } from './act-route';

/** "Tiếp tục": the clocks go on with what was left of them. */
export const mountResume = actionRoute({
  action: 'resume',
  body: z.object({}),
  update: resumeUpdate,
  prepare: (_deps, _dossier, actorId) => ({ actorId }),
});
