import { signUpdate } from '../../../workflows/messages/dossier';
import { actionRoute } from '../../actions/action-route';
import { isAsked, orderSignature } from '../../actions/order-signature';
import { signSchema } from '../../contract/dossier';

/** "Ký số": the leader certifies the copy, with a token at our server or a key of their own. */
export const mountSign = actionRoute({
  action: 'sign',
  body: signSchema,
  update: signUpdate,
  prepare: (deps, dossier, actorId, { sealedPin }) =>
    orderSignature(deps, { dossier, step: 'sign', actorId, sealedPin }),
  isUnderWay: (deps, dossier, actKey, { way, sealedPinId }) =>
    way !== undefined && sealedPinId === null
      ? () => isAsked(deps, dossier.id, 'sign', actKey)
      : undefined,
});
