import { condition } from '@temporalio/workflow';
import { provider, short, token } from './activity-proxies';
import type { ActInput } from './answer-update';
import { blockedReasonOf, refusal } from './blocked-reason';
import type { DossierState } from './dossier-state';
import type { SignInput } from './messages';

interface SignatureAct {
  dossierId: string;
  step: 'sign' | 'seal';
  actKey: string;
}

/** How often the answer is looked for where no hint came: hints may be lost, the answer is not. */
const lookEveryMs = 15_000;

/**
 * The raw signature, base64, by the signing method: the token at our server, their own computer,
 * a provider, or a provider that has them consent on a page of its own.
 * @throws ApplicationFailure or ActivityFailure with the problem code of why there is none
 */
export async function obtainSignature(
  dossier: DossierState,
  step: 'sign' | 'seal',
  input: ActInput<SignInput>,
): Promise<string> {
  const { dossierId, actKey, encryptedPinId, method } = input;
  const act = { dossierId, step, actKey };
  if (method === 'agent' || method === 'consent') return waitForPerson(dossier, act, input.actorId);
  if (method === 'remote') return signRemotely(act, input);
  return (await token.signWithToken({ ...act, encryptedPinId: encryptedPinId ?? '' })).signature;
}

/** Asks the person, on their computer or at the provider's page, and waits until the time is over. */
async function waitForPerson(
  dossier: DossierState,
  act: SignatureAct,
  actorId: string,
): Promise<string> {
  await short.askSignature({ ...act, actorId, at: Date.now() });
  for (;;) {
    const heard = dossier.answersHeard;
    const answer = await short.lookForAnswer({ ...act, at: Date.now() });
    if (answer.status === 'signed') return answer.signature;
    if (answer.status === 'failed') throw refusal(answer);
    const waitMs = Math.min(lookEveryMs, Math.max(answer.expiresAt - Date.now(), 500));
    await condition(() => dossier.answersHeard !== heard, waitMs);
  }
}

/** Has the provider sign; whatever becomes of it, the page is told. */
async function signRemotely(act: SignatureAct, { actorId, encryptedPinId }: SignInput) {
  await short.askSignature({ ...act, actorId, at: Date.now() });
  try {
    return (await provider.signWithProvider({ ...act, encryptedPinId })).signature;
  } catch (error) {
    await short.endSignatureRequest({ ...act, code: codeOf(error), at: Date.now() });
    throw error;
  }
}

/** Where it is not known what the provider did, that is what the person is told. */
function codeOf(error: unknown): string {
  const { code } = blockedReasonOf(error);
  return code === 'step-unanswered' || code === 'internal-error' ? 'remote-outcome-unknown' : code;
}
