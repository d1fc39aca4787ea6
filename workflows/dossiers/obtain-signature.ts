import { condition } from '@temporalio/workflow';
import { asks } from '../activity-options';
import type { SignOrder } from './messages';
import { obstacleOf, refusal } from './obstacle';

/** Hints that an answer may be there, counted as they come. */
export interface Answers {
  heard: number;
}

interface SignatureAct {
  dossierId: string;
  step: 'sign' | 'seal';
  actKey: string;
}

/** How often the answer is looked for where no hint came: hints may be lost, the answer is not. */
const lookEveryMs = 15_000;

/**
 * The raw signature, base64, by the way the person signs: the token at our server, their own computer,
 * a provider, or a provider that has them consent on a page of its own.
 * @throws ApplicationFailure or ActivityFailure with the problem code of why there is none
 */
export async function obtainSignature(
  act: SignatureAct,
  order: SignOrder,
  answers: Answers,
): Promise<string> {
  const { sealedPinId, way } = order;
  if (way === 'agent' || way === 'consent') return waitForPerson(act, order.actorId, answers);
  if (way === 'remote') return signRemotely(act, order);
  return (await asks.signWithToken({ ...act, sealedPinId: sealedPinId ?? '' })).signature;
}

/** Asks the person, on their computer or at the provider's page, and waits until the time is over. */
async function waitForPerson(
  act: SignatureAct,
  actorId: string,
  answers: Answers,
): Promise<string> {
  await asks.askSignature({ ...act, actorId, at: Date.now() });
  for (;;) {
    const heard = answers.heard;
    const answer = await asks.lookForAnswer({ ...act, at: Date.now() });
    if (answer.status === 'signed') return answer.signature;
    if (answer.status === 'failed') throw refusal(answer);
    const waitMs = Math.min(lookEveryMs, Math.max(answer.expiresAt - Date.now(), 500));
    await condition(() => answers.heard !== heard, waitMs);
  }
}

/** Has the provider sign; whatever becomes of it, the page is told. */
async function signRemotely(act: SignatureAct, order: SignOrder): Promise<string> {
  await asks.askSignature({ ...act, actorId: order.actorId, at: Date.now() });
  try {
    const { sealedPinId } = order;
    return (await asks.signWithProvider({ ...act, sealedPinId })).signature;
  } catch (error) {
    await asks.endAsked({ ...act, code: codeOf(error), at: Date.now() });
    throw error;
  }
}

/** Where it is not known what the provider did, that is what the person is told. */
function codeOf(error: unknown): string {
  const { code } = obstacleOf(error);
  return code === 'step-unanswered' || code === 'internal-error' ? 'remote-outcome-unknown' : code;
}
