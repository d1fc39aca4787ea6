import { returnUpdate } from '../../workflows/dossiers/messages';
import { actionRoute } from './act-route';
import { writeRemark } from './write-remark';
import { reasonSchema } from './contract';

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
