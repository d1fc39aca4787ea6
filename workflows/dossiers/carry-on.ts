import { condition, continueAsNew } from '@temporalio/workflow';
import { isFinal, type Stage } from '../../domain/process';
import { documents } from './activity-proxies';
import { blockedReasonOf, type BlockedReason } from './blocked-reason';
import type { DossierState } from './dossier-state';
import type { DossierStart } from './messages';

/** Tries of one step before the history is begun anew. */
const triesPerRun = 400;

/** After the seal, Sao Y itself completes the proof and delivers the copy. */
export async function carryOn(dossier: DossierState): Promise<void> {
  while (!isFinal(dossier.stage)) {
    if (dossier.stage === 'completing') await carry(dossier, complete);
    else if (dossier.stage === 'delivering') await carry(dossier, deliver);
    else await condition(() => isCarried(dossier.stage) || isFinal(dossier.stage));
  }
}

/** Stages at which Sao Y itself works. */
function isCarried(stage: Stage): boolean {
  return stage === 'completing' || stage === 'delivering';
}

/** One such step. A person's act may change the stage while the step waits. */
async function carry(
  dossier: DossierState,
  step: (dossier: DossierState) => Promise<void>,
): Promise<void> {
  const { wait } = dossier;
  try {
    await step(dossier);
  } catch (error) {
    if (blockedReasonOf(error).code !== 'signing-given-up') throw error;
    // The act that gave the step up runs now; where that act fails, this goes on.
    while (wait.isGivenUp) await condition(() => !wait.isGivenUp);
  }
}

function complete(dossier: DossierState): Promise<void> {
  const { dossierId, wait } = dossier;
  const completeProof = () => documents.completeProof({ dossierId, at: Date.now() });
  return wait.forStep(() => dossier.record(completeProof), waitForAnything(dossier));
}

/** The relay of the outbox sends the copy, for as long as that takes, records the delivery and tells of it. */
async function deliver(dossier: DossierState): Promise<void> {
  await condition(() => dossier.isDelivered || dossier.stage !== 'delivering');
  // It may have been handed over at the counter.
  while (dossier.busy) await condition(() => !dossier.busy);
  if (dossier.stage !== 'delivering') return;
  await dossier.record(() => Promise.resolve({ stage: 'delivered', clock: null }));
}

/** The number is taken. A dossier that waits for days goes on in a new run: its history stays short. */
function waitForAnything(dossier: DossierState) {
  return async (_reason: BlockedReason, tries: number): Promise<boolean> => {
    if (tries < triesPerRun || !dossier.isSettled) return true;
    return continueAsNew<(start: DossierStart) => Promise<Stage>>(dossier.start);
  };
}
