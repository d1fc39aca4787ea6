import { sealUpdate } from '../../workflows/dossiers/messages';
import { actionRoute } from './act-route';
import { isAsked, orderSignature } from './order-signature';
import { sealSchema } from './contract';

/** "Cấp số và đóng dấu": number, register entry and the agency's seal signature in one act. */
export const mountSeal = actionRoute({
  action: 'seal',
  body: sealSchema,
  update: sealUpdate,
  prepare: async (deps, dossier, actorId, { encryptedPin, bookId }) => ({
    ...(await orderSignature(deps, { dossier, step: 'seal', actorId, encryptedPin })),
    bookId: bookId ?? null,
  }),
  isUnderWay: (deps, dossier, actKey, { way, encryptedPinId }) =>
    way !== undefined && encryptedPinId === null
      ? () => isAsked(deps, dossier.id, 'seal', actKey)
      : undefined,
});
