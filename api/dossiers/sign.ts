import { signUpdate } from '../../workflows/dossiers/messages';
import { actionRoute } from './act-route';
import { isAsked, orderSignature } from './order-signature';
import { signSchema } from './contract';

/** "Ký số": the leader certifies the copy, with a token at our server or a key of their own. */
export const mountSign = actionRoute({
  action: 'sign',
  body: signSchema,
  update: signUpdate,
  prepare: (deps, dossier, actorId, { encryptedPin }) =>
    orderSignature(deps, { dossier, step: 'sign', actorId, encryptedPin }),
  isUnderWay: (deps, dossier, actKey, { way, encryptedPinId }) =>
    way !== undefined && encryptedPinId === null
      ? () => isAsked(deps, dossier.id, 'sign', actKey)
      : undefined,
});
