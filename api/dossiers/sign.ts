import { signUpdate } from '../../workflows/dossiers/messages';
import { actionRoute } from './act-route';
import { isAsked, recordSignInput } from './make-sign-input';
import { signSchema } from './contract';

/** "Ký số": the leader certifies the copy, with a token at our server or a key of their own. */
export const mountSign = actionRoute({
  action: 'sign',
  body: signSchema,
  update: signUpdate,
  prepare: (deps, dossier, actorId, { encryptedPin }) =>
    recordSignInput(deps, { dossier, step: 'sign', actorId, encryptedPin }),
  isUnderWay: (deps, dossier, actKey, { method, encryptedPinId }) =>
    method !== undefined && encryptedPinId === null
      ? () => isAsked(deps, dossier.id, 'sign', actKey)
      : undefined,
});
