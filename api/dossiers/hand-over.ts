import { handOverUpdate } from '../../workflows/dossiers/messages';
import { actionRoute } from './act-route';
import { writeRemark } from './write-remark';
import { reasonSchema } from './contract';

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
