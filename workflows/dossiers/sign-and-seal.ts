import { handlingOf } from '../../domain/failure-handling';
import { asks } from '../activity-options';
import type { SealOrder, SignOrder } from './messages';
import { obtainSignature, type Answers } from './obtain-signature';
import type { Obstacle } from './obstacle';
import type { Wait } from './wait';

interface Act {
  dossierId: string;
  actKey: string;
}

/**
 * Prepare, let the key sign, complete: each step finds what an earlier try did.
 * @returns hash of the signed document
 */
export async function giveSignature(act: Act, order: SignOrder, answers: Answers, wait: Wait) {
  const { actorId, way } = order;
  await asks.prepareCertification({ ...act, at: Date.now(), actorId, way });
  return complete({ ...act, step: 'sign' }, order, answers, wait);
}

/** Takes the number first: it is part of what is sealed, and the dossier keeps it whatever happens. */
export async function giveSeal(act: Act, order: SealOrder, answers: Answers, wait: Wait) {
  const { actorId, bookId, way } = order;
  // Where the key cannot sign, no number is taken.
  await asks.requireReady({ dossierId: act.dossierId, step: 'seal', actorId, way });
  await asks.assignNumber({ ...act, at: Date.now(), actorId, bookId });
  await asks.prepareSeal({ ...act, at: Date.now(), actorId, way });
  return complete({ ...act, step: 'seal' }, order, answers, wait);
}

async function complete(
  act: Act & { step: 'sign' | 'seal' },
  order: SignOrder,
  answers: Answers,
  wait: Wait,
): Promise<string> {
  const signature = await obtainSignature(act, order, answers);
  const completeSignature = asks.completeSignature();
  const { hash } = await wait.forStep(() => completeSignature({ ...act, signature }), mayPass);
  return hash;
}

/** The PIN has done its work: what may pass by itself is waited for, so that nobody types it again. */
function mayPass({ code }: Obstacle): boolean {
  return handlingOf(code).handling === 'wait';
}
