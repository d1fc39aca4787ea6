import { cancelUpdate } from '../../../workflows/messages/dossier';
import { actionRoute } from '../../actions/action-route';
import { writeRemark } from '../../actions/write-remark';
import { reasonSchema } from '../../contract/dossier';

/** "Hủy hồ sơ": the officer stops a dossier for good [T-20]. */
export const mountCancel = actionRoute({
  action: 'cancel',
  body: reasonSchema,
  update: cancelUpdate,
  prepare: async (deps, dossier, actorId, { reason }) => ({
    actorId,
    remarkId: await writeRemark(deps, dossier.id, actorId, reason),
  }),
});
