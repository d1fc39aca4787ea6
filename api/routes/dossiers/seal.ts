import { sealUpdate } from '../../../workflows/messages/dossier';
import { actionRoute } from '../../actions/action-route';
import { isAsked, orderSignature } from '../../actions/order-signature';
import { sealSchema } from '../../contract/dossier';

/** "Cấp số và đóng dấu": number, register entry and the agency's seal signature in one act. */
export const mountSeal = actionRoute({
  action: 'seal',
  body: sealSchema,
  update: sealUpdate,
  prepare: async (deps, dossier, actorId, { sealedPin, bookId }) => ({
    ...(await orderSignature(deps, { dossier, step: 'seal', actorId, sealedPin })),
    bookId: bookId ?? null,
  }),
  isUnderWay: (deps, dossier, actKey, { way, sealedPinId }) =>
    way !== undefined && sealedPinId === null
      ? () => isAsked(deps, dossier.id, 'seal', actKey)
      : undefined,
});
