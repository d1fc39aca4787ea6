import { signAgainUpdate } from '../../../workflows/messages/dossier';
import { actionRoute } from '../../actions/action-route';
import { writeRemark } from '../../actions/write-remark';
import { reasonSchema } from '../../contract/dossier';

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
