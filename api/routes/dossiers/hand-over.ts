import { handOverUpdate } from '../../../workflows/messages/dossier';
import { actionRoute } from '../../actions/action-route';
import { writeRemark } from '../../actions/write-remark';
import { reasonSchema } from '../../contract/dossier';

/** "Trao tại quầy": the mail does not get through; the requester was given the copy, the reason says how. */
export const mountHandOver = actionRoute({
  action: 'hand-over',
  body: reasonSchema,
  update: handOverUpdate,
  prepare: async (deps, dossier, actorId, { reason }) => ({
    actorId,
    remarkId: await writeRemark(deps, dossier.id, actorId, reason),
  }),
});
