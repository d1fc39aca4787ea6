import { signAgainUpdate } from '../../workflows/dossiers/messages';
import { actionRoute } from './act-route';
import { writeRemark } from './write-remark';
import { reasonSchema } from './contract';

/** "Đưa về ký lại": what was signed cannot be proven; the leader signs anew, under the number it has. */
export const mountSignAgain = actionRoute({
  action: 'sign-again',
  body: reasonSchema,
  update: signAgainUpdate,
  prepare: async (deps, dossier, actorId, { reason }) => ({
    actorId,
    remarkId: await writeRemark(deps, dossier.id, actorId, reason),
  }),
});
