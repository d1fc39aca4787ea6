import { withdrawUpdate } from '../../workflows/dossiers/messages';
import { actionRoute } from './act-route';
import { writeRemark } from './write-remark';
import { reasonSchema } from './contract';

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
