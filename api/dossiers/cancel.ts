import { cancelUpdate } from '../../workflows/dossiers/messages';
import { actionRoute } from './act-route';
import { writeRemark } from './write-remark';
import { reasonSchema } from './contract';

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
