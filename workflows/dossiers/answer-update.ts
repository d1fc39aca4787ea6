import { ApplicationFailure, condition, currentUpdateInfo, setHandler } from '@temporalio/workflow';
import type { UpdateDefinition } from '@temporalio/common';
import { waysOut, type Stage } from '../../domain/process';
import { blockedReasonOf, refusal } from './blocked-reason';
import type { DossierState } from './dossier-state';
import { tryAgainUpdate, type TryAgainInput } from './messages';

/** What an act is recorded with. */
export type ActInput<Input> = Input & { dossierId: string; actKey: string; at: number };

/** Acts that may be taken while the clocks stand still. */
const inPause: ReadonlySet<string> = new Set([
  ...['resume', 'rederive', 'refuse', 'cancel', 'withdraw'],
]);
/** Acts that end the waiting of a dossier … */
const leadsOut: ReadonlySet<string> = new Set(waysOut);
/** … and acts on the due times alone, which go on beside it. */
const besides: ReadonlySet<string> = new Set(['extend', 'rederive']);

/**
 * Answers an update with an act that runs alone: another act that comes while it runs is refused at once.
 * @param mayNow whether it is the act's turn
 */
export function answerUpdate<Input>(
  dossier: DossierState,
  act: string,
  update: UpdateDefinition<Stage, [Input]>,
  work: (input: ActInput<Input>) => Promise<void>,
  mayNow: () => boolean,
): void {
  const { dossierId, wait } = dossier;
  const handler = async (input: Input): Promise<Stage> => {
    if (wait.reason !== null && leadsOut.has(act)) await endWait(dossier, mayNow);
    const runsBeside = wait.reason !== null && besides.has(act);
    if (!runsBeside) dossier.busy = true;
    try {
      const actKey = currentUpdateInfo()?.id ?? '';
      await work({ ...input, dossierId, actKey, at: Date.now() });
    } catch (error) {
      throw refusal(blockedReasonOf(error));
    } finally {
      if (!runsBeside) dossier.busy = wait.isGivenUp = false;
    }
    return dossier.stage;
  };
  const validator = (_input: Input): void => refuseUnlessMay(dossier, act, mayNow);
  setHandler(update, handler, { validator });
}

/** Tries the blocked step now. */
export function takeTryAgain(dossier: DossierState): void {
  const { wait } = dossier;
  const handler = (_input: TryAgainInput): Stage => {
    wait.nudge();
    return dossier.stage;
  };
  const validator = (_input: TryAgainInput): void => {
    if (wait.reason === null) throw outOfTurn(dossier.stage);
  };
  setHandler(tryAgainUpdate, handler, { validator });
}

function refuseUnlessMay(dossier: DossierState, act: string, mayNow: () => boolean): void {
  const { wait, busy, paused, stage } = dossier;
  const mayWhileWaiting =
    wait.reason !== null && !wait.isGivenUp && (leadsOut.has(act) || besides.has(act));
  if (busy && !mayWhileWaiting) throw ApplicationFailure.nonRetryable('busy', 'dossier-busy');
  if (paused !== null && !inPause.has(act)) {
    throw ApplicationFailure.nonRetryable('paused', 'dossier-paused');
  }
  if (!mayNow()) throw outOfTurn(stage);
  if (act === 'sign-again' && !mayWhileWaiting) {
    throw ApplicationFailure.nonRetryable('busy', 'dossier-busy');
  }
}

/** Gives up the blocked step for an act that leads on. The step may have been done at the last moment. */
async function endWait(dossier: DossierState, mayNow: () => boolean): Promise<void> {
  const { wait } = dossier;
  await wait.giveUp();
  while (dossier.busy) await condition(() => !dossier.busy);
  if (mayNow()) return;
  wait.isGivenUp = false;
  throw outOfTurn(dossier.stage);
}

function outOfTurn(stage: Stage): ApplicationFailure {
  return ApplicationFailure.nonRetryable('out of turn', 'dossier-out-of-turn', { stage });
}
