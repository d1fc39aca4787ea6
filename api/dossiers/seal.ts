import { sealUpdate } from '../../workflows/dossiers/messages';
import { actionRoute } from './act-route';
import { isAsked, recordSignInput } from './make-sign-input';
import { sealSchema } from './contract';

/** "Cấp số và đóng dấu": number, register entry and the agency's seal signature in one act. */
export const mountSeal = actionRoute({
  action: 'seal',
  body: sealSchema,
  update: sealUpdate,
  prepare: async (deps, dossier, actorId, { encryptedPin, bookId }) => ({
    ...(await recordSignInput(deps, { dossier, step: 'seal', actorId, encryptedPin })),
    bookId: bookId ?? null,
  }),
  isUnderWay: (deps, dossier, actKey, { method, encryptedPinId }) =>
    method !== undefined && encryptedPinId === null
      ? () => isAsked(deps, dossier.id, 'seal', actKey)
      : undefined,
});
