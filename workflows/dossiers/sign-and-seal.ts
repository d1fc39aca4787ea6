import { handlingOf } from '../../domain/failure-handling';
import { documents, documentsInTask, short } from './activity-proxies';
import type { ActInput } from './answer-update';
import type { BlockedReason } from './blocked-reason';
import type { DossierState } from './dossier-state';
import type { SealInput, SignInput } from './messages';
import { obtainSignature } from './obtain-signature';

/** Prepare, let the key sign, complete and record: each step finds what an earlier try did. */
export async function giveSignature(
  dossier: DossierState,
  input: ActInput<SignInput>,
): Promise<void> {
  const { dossierId, actKey, at, actorId, method } = input;
  await short.prepareCertification({ dossierId, actKey, at, actorId, method });
  await complete(dossier, 'sign', input);
}

/** Takes the number first: it is part of what is sealed. The dossier keeps it, also when the seal fails. */
export async function giveSeal(dossier: DossierState, input: ActInput<SealInput>): Promise<void> {
  const { dossierId, actKey, at, actorId, bookId, method } = input;
  await short.prepareSeal({ dossierId, actKey, at, actorId, bookId, method });
  await complete(dossier, 'seal', input);
}

async function complete(
  dossier: DossierState,
  step: 'sign' | 'seal',
  input: ActInput<SignInput>,
): Promise<void> {
  const { dossierId, actKey, actorId } = input;
  const signature = await obtainSignature(dossier, step, input);
  const tryOnce = (tries: number) => {
    const { completeSignature } = tries === 1 ? documentsInTask : documents;
    return completeSignature({ dossierId, step, actKey, actorId, signature, at: Date.now() });
  };
  await dossier.wait.forStep((tries) => dossier.record(() => tryOnce(tries)), mayPass);
}

/** The PIN was accepted: a passing failure is retried here, so that the person need not type it again. */
function mayPass({ code }: BlockedReason): boolean {
  return handlingOf(code).handling === 'wait';
}
