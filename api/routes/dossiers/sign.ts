import { signUpdate } from '../../../workflows/messages/dossier';
import { actionRoute } from '../../actions/action-route';
import { keepSealedPin } from '../../actions/keep-sealed-pin';
import { signSchema } from '../../contract/dossier';

/** "Ký số": the leader certifies the copy with the key on their token. */
export const mountSign = actionRoute({
  action: 'sign',
  body: signSchema,
  update: signUpdate,
  prepare: async (deps, dossier, actorId, { sealedPin }) => ({
    actorId,
    sealedPinId: await keepSealedPin(deps, {
      dossierId: dossier.id,
      step: 'sign',
      actorId,
      sealedPin,
    }),
  }),
});
