import { returnUpdate } from '../../../workflows/messages/dossier';
import { actionRoute } from '../../actions/action-route';
import { writeRemark } from '../../actions/write-remark';
import { reasonSchema } from '../../contract/dossier';

/** "Trả lại": the leader or the clerk sends it back to the officer, with the reason. */
export const mountReturn = actionRoute({
  action: 'return',
  body: reasonSchema,
  update: returnUpdate,
  prepare: async (deps, dossier, actorId, { reason }) => ({
    actorId,
    remarkId: await writeRemark(deps, dossier.id, actorId, reason),
  }),
});
