import { allHandlersFinished, condition, setHandler } from '@temporalio/workflow';
import type { Stage } from '../../domain/process';
import { carryOn } from './carry-on';
import { DossierState } from './dossier-state';
import { answeredSignal, deliveredSignal, stateQuery, type DossierStart } from './messages';
import { takeActs } from './take-acts';
import { watchClocks } from './watch-clocks';

/**
 * The life of one dossier, from the officer's acceptance of the original to delivery or another end.
 * People act through updates; the workflow keeps the clocks and carries the sealed copy to its proof
 * and to the citizen by itself. What blocks that is waited for and told; only delivery or a person's act ends
 * a dossier that has its number.
 */
export async function certifyCopy(start: DossierStart): Promise<Stage> {
  const dossier = new DossierState(start);
  const { wait } = dossier;
  setHandler(stateQuery, () => ({
    stage: dossier.stage,
    busy: dossier.busy,
    waitingFor: wait.reason?.code ?? null,
  }));
  setHandler(deliveredSignal, () => {
    dossier.isDelivered = true;
  });
  setHandler(answeredSignal, () => {
    dossier.answersHeard += 1;
  });
  takeActs(dossier);
  await Promise.all([watchClocks(dossier), carryOn(dossier)]);
  await condition(allHandlersFinished);
  return dossier.stage;
}
