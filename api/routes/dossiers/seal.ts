import { sealUpdate } from '../../../workflows/messages/dossier';
import { actionRoute } from '../../actions/action-route';
import { keepSealedPin } from '../../actions/keep-sealed-pin';
import { sealSchema } from '../../contract/dossier';

/** "Cấp số và đóng dấu": number, register entry and the agency's seal signature in one act. */
export const mountSeal = actionRoute({
  action: 'seal',
  body: sealSchema,
  update: sealUpdate,
  prepare: async (deps, dossier, actorId, { sealedPin, bookId }) => ({
    actorId,
    bookId: bookId ?? null,
    sealedPinId: await keepSealedPin(deps, {
      dossierId: dossier.id,
      step: 'seal',
      actorId,
      sealedPin,
    }),
  }),
});
