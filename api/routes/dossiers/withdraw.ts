import { withdrawUpdate } from '../../../workflows/messages/dossier';
import { actionRoute } from '../../actions/action-route';
import { writeRemark } from '../../actions/write-remark';
import { reasonSchema } from '../../contract/dossier';

/** The requester takes the request back. */
export const mountWithdraw = actionRoute({
  action: 'withdraw',
  body: reasonSchema,
  update: withdrawUpdate,
  prepare: async (deps, dossier, actorId, { reason }) => ({
    actorId,
    remarkId: await writeRemark(deps, dossier.id, actorId, reason),
  }),
});
