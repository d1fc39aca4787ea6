import type { UpdateDefinition } from '@temporalio/common';
import { isFinal, mayAct, type Action, type Stage } from '../../domain/process';
import { records } from './activity-proxies';
import { answerUpdate, takeTryAgain, type ActInput } from './answer-update';
import type { DossierState, Recorded } from './dossier-state';
import {
  cancelUpdate,
  extendUpdate,
  handOverUpdate,
  pauseUpdate,
  rederiveUpdate,
  refuseUpdate,
  resumeUpdate,
  returnUpdate,
  sealUpdate,
  signAgainUpdate,
  signUpdate,
  submitUpdate,
  withdrawUpdate,
} from './messages';
import { giveSeal, giveSignature } from './sign-and-seal';

type Update<Input> = UpdateDefinition<Stage, [Input]>;
type Work<Input> = (input: ActInput<Input>) => Promise<void>;

/** Takes people's acts, each where the process declares it. */
export function takeActs(dossier: DossierState): void {
  on('submit', submitUpdate, by(records.recordSubmitted));
  on('sign', signUpdate, (input) => giveSignature(dossier, input));
  on('seal', sealUpdate, (input) => giveSeal(dossier, input));
  on('return', returnUpdate, ends('return'));
  on('refuse', refuseUpdate, ends('refuse'));
  on('cancel', cancelUpdate, ends('cancel'));
  on('withdraw', withdrawUpdate, ends('withdraw'));
  on('sign-again', signAgainUpdate, by(records.recordSignAgain));
  on('hand-over', handOverUpdate, by(records.recordHandedOver));
  onClock('extend', extendUpdate, by(records.recordExtended), () => isRunning());
  onClock('rederive', rederiveUpdate, by(records.recordRederived), () => isAlive());
  onClock('pause', pauseUpdate, by(records.recordPaused), () => isRunning() && isWorkedOn());
  onClock('resume', resumeUpdate, by(records.recordResumed), () => dossier.paused !== null);
  takeTryAgain(dossier);

  function on<Input>(action: Action, update: Update<Input>, work: Work<Input>): void {
    answerUpdate(dossier, action, update, work, () => mayAct(action, dossier.stage));
  }

  /** An act on the clocks: it leaves the stage as it is. */
  function onClock<Input>(
    act: 'extend' | 'rederive' | 'pause' | 'resume',
    update: Update<Input>,
    work: Work<Input>,
    mayNow: () => boolean,
  ): void {
    answerUpdate(dossier, act, update, work, mayNow);
  }

  function isRunning(): boolean {
    return dossier.clock !== null;
  }

  function isAlive(): boolean {
    return !isFinal(dossier.stage);
  }

  /** Acts of people only. */
  function isWorkedOn(): boolean {
    return mayAct('withdraw', dossier.stage);
  }

  /** An act that one activity records. */
  function by<Input extends object>(record: (input: Input) => Promise<Recorded>) {
    return (input: Input) => dossier.record(() => record({ ...input, at: Date.now() }));
  }

  function ends(action: 'return' | 'refuse' | 'cancel' | 'withdraw') {
    return by((input: ActInput<{ actorId: string; remarkId: string; ground?: string }>) =>
      records.recordEnded({ ...input, action }),
    );
  }
}
