import {
  allHandlersFinished,
  ApplicationFailure,
  condition,
  continueAsNew,
  currentUpdateInfo,
  setHandler,
  upsertSearchAttributes,
} from '@temporalio/workflow';
import type { UpdateDefinition } from '@temporalio/common';
import { handlingOf } from '../../domain/failure-handling';
import { isFinal, mayAct, waysOut, type Action, type Stage } from '../../domain/process';
import { asks } from '../activity-options';
import {
  answeredSignal,
  cancelUpdate,
  extendUpdate,
  handOverUpdate,
  mailedSignal,
  pauseUpdate,
  rederiveUpdate,
  refuseUpdate,
  resumeUpdate,
  returnUpdate,
  sealUpdate,
  signAgainUpdate,
  signUpdate,
  stateQuery,
  submitUpdate,
  tryAgainUpdate,
  withdrawUpdate,
  type Clock,
  type DossierStart,
  type Paused,
} from './messages';
import type { Answers } from './obtain-signature';
import { obstacleOf, refusal, type Obstacle } from './obstacle';
import { giveSeal, giveSignature } from './sign-and-seal';
import { nextAlarm, type Alarm } from './alarms';
import { Wait } from './wait';

/** What the database shows after an act. */
interface Moved {
  stage: Stage;
  clock: Clock | null;
}

/** Acts on the clocks; they leave the stage as it is. */
type ClockAct = 'extend' | 'rederive' | 'pause' | 'resume';

/**
 * The life of one dossier, from the officer's acceptance of the original to delivery or another end.
 * People act through updates; the workflow keeps the clocks and carries the sealed copy to its proof
 * and to the citizen by itself. Whatever stands in the way of that is waited for and told; only delivery or
 * a person's act ends a dossier that has its number.
 */
export async function certifyCopy(start: DossierStart): Promise<Stage> {
  const { dossierId } = start;
  let stage = start.stage;
  let clock: Clock | null = start.clock;
  let legalDue = start.legalDue;
  let legalBreached = start.before?.legalBreached ?? false;
  let isMailed = start.before?.isMailed ?? false;
  let paused = start.paused;
  let mayHaveNumber = start.stage !== 'accepted';
  /** An act of a person runs. */
  let busy = false;
  /** A result is on its way from the database. */
  let recording = false;

  const answers: Answers = { heard: 0 };
  const wait = new Wait(dossierId);

  setHandler(stateQuery, () => ({ stage, busy, waitingFor: wait.obstacle?.code ?? null }));
  setHandler(mailedSignal, () => {
    isMailed = true;
  });
  setHandler(answeredSignal, () => {
    answers.heard += 1;
  });

  /**
   * Writes one change after the other and takes up what the database then shows, in the order in which it was
   * written: of two at once the later result would else be overwritten by the earlier.
   */
  async function record<Result extends Moved>(
    write: () => Promise<Result>,
    takeUp: (result: Result) => void = () => undefined,
  ): Promise<void> {
    while (recording) await condition(() => !recording);
    recording = true;
    try {
      const result = await write();
      stage = result.stage;
      clock = result.clock;
      mayHaveNumber ||= stage === 'awaiting-seal';
      takeUp(result);
      upsertSearchAttributes({ DossierStage: [stage] });
    } finally {
      recording = false;
    }
  }

  /** In a pause the work waits; it may go on or come to its end. */
  function mayInPause(action: string): boolean {
    return paused === null || inPause.has(action);
  }

  /** Whether a person's act that comes while something is waited for may be taken all the same. */
  function mayWhileWaiting(action: string): boolean {
    return (
      wait.obstacle !== null && !wait.isGivenUp && (leadsOut.has(action) || besides.has(action))
    );
  }

  function refuseOutOfTurn(): never {
    throw ApplicationFailure.nonRetryable('out of turn', 'dossier-out-of-turn', { stage });
  }

  /** Answers an update with an act that runs alone: whoever comes meanwhile is told so at once. */
  function on<Order>(
    action: Action | ClockAct,
    update: UpdateDefinition<Stage, [Order]>,
    work: (actKey: string, order: Order) => Promise<void>,
    mayNow: () => boolean = () => mayAct(action as Action, stage),
  ): void {
    const handler = async (order: Order): Promise<Stage> => {
      if (wait.obstacle !== null && leadsOut.has(action)) await endWait(mayNow);
      const runsBeside = wait.obstacle !== null && besides.has(action);
      if (!runsBeside) busy = true;
      try {
        await work(currentUpdateInfo()?.id ?? '', order);
      } catch (error) {
        throw refusal(obstacleOf(error));
      } finally {
        if (!runsBeside) busy = wait.isGivenUp = false;
      }
      return stage;
    };
    const validator = (_order: Order): void => {
      if (busy && !mayWhileWaiting(action))
        throw ApplicationFailure.nonRetryable('busy', 'dossier-busy');
      if (!mayInPause(action)) throw ApplicationFailure.nonRetryable('paused', 'dossier-paused');
      if (!mayNow()) refuseOutOfTurn();
      if (action === 'sign-again' && !mayWhileWaiting(action)) {
        throw ApplicationFailure.nonRetryable('busy', 'dossier-busy');
      }
    };
    setHandler(update, handler, { validator });
  }

  /** What is waited for ends for an act that leads on; it may have been done at the last moment. */
  async function endWait(mayNow: () => boolean): Promise<void> {
    await wait.giveUp();
    while (busy) await condition(() => !busy);
    if (mayNow()) return;
    wait.isGivenUp = false;
    refuseOutOfTurn();
  }

  on('submit', submitUpdate, (actKey, order) =>
    record(() => asks.recordSubmitted({ dossierId, actKey, at: Date.now(), ...order })),
  );
  on('sign', signUpdate, async (actKey, order) => {
    const hash = await giveSignature({ dossierId, actKey }, order, answers, wait);
    const { actorId } = order;
    await record(() => asks.recordSigned({ dossierId, actKey, at: Date.now(), actorId, hash }));
  });
  on('seal', sealUpdate, async (actKey, order) => {
    const hash = await giveSeal({ dossierId, actKey }, order, answers, wait);
    const { actorId } = order;
    await record(() => asks.recordSealed({ dossierId, actKey, at: Date.now(), actorId, hash }));
  });
  on('refuse', refuseUpdate, (actKey, order) => end('refuse', actKey, order));
  on('return', returnUpdate, (actKey, order) => end('return', actKey, order));
  on('cancel', cancelUpdate, (actKey, order) => end('cancel', actKey, order));
  on('withdraw', withdrawUpdate, (actKey, order) => end('withdraw', actKey, order));
  on('sign-again', signAgainUpdate, (actKey, order) =>
    record(() => asks.recordSignAgain({ dossierId, actKey, at: Date.now(), ...order })),
  );
  on('hand-over', handOverUpdate, (actKey, order) =>
    record(() => asks.recordHandedOver({ dossierId, actKey, at: Date.now(), ...order })),
  );
  setHandler(
    tryAgainUpdate,
    (_order) => {
      wait.nudge();
      return stage;
    },
    {
      validator: (_order) => {
        if (wait.obstacle === null) refuseOutOfTurn();
      },
    },
  );

  async function end(
    action: 'refuse' | 'return' | 'cancel' | 'withdraw',
    actKey: string,
    order: { actorId: string; remarkId: string; ground?: string },
  ): Promise<void> {
    await record(() => asks.recordEnded({ dossierId, action, actKey, at: Date.now(), ...order }));
  }

  /**
   * Sounds an alarm, and marks it on the clock it sounded for: an act may have put another in its place
   * meanwhile. Where it cannot be written, it sounds a little later.
   */
  async function sound(alarm: Alarm): Promise<void> {
    const soundsFor = clock;
    const soundsForDue = legalDue;
    const { step = null, round = 0 } = soundsFor ?? {};
    const { kind, at: due } = alarm;
    try {
      await asks.recordAlarm({ dossierId, alarm: kind, step, round, due, at: Date.now() });
    } catch (error) {
      const { handling } = handlingOf(obstacleOf(error).code);
      if (handling === 'end' && !mayHaveNumber) throw error;
      await condition(() => clock !== soundsFor || legalDue !== soundsForDue, alarmAgainMs);
      return;
    }
    if (alarm.kind === 'legal-breach') legalBreached ||= legalDue === soundsForDue;
    else if (clock !== null && clock === soundsFor) clock = { ...clock, [alarm.marks]: true };
  }

  /** Takes over due times that moved; an alarm for a due that is ahead again may sound once more. */
  function dueMoved(result: { legalDue: number }): void {
    legalDue = result.legalDue;
    if (legalDue > Date.now()) legalBreached = false;
    upsertSearchAttributes({ LegalDue: [new Date(legalDue)] });
  }

  function pausedOrNot(result: { legalDue: number; paused: Paused }): void {
    paused = result.paused;
    dueMoved(result);
  }

  const clockRuns = () => clock !== null;
  on(
    'extend',
    extendUpdate,
    (actKey, order) =>
      record(() => asks.recordExtended({ dossierId, actKey, at: Date.now(), ...order }), dueMoved),
    clockRuns,
  );
  on(
    'rederive',
    rederiveUpdate,
    (_actKey, { calendar }) =>
      record(() => asks.recordRederived({ dossierId, calendar, at: Date.now() }), dueMoved),
    () => !isFinal(stage),
  );
  on(
    'pause',
    pauseUpdate,
    (actKey, order) =>
      record(() => asks.recordPaused({ dossierId, actKey, at: Date.now(), ...order }), pausedOrNot),
    // Where people work on it; what Sao Y does by itself waits for nobody.
    () => clockRuns() && mayAct('withdraw', stage),
  );
  on(
    'resume',
    resumeUpdate,
    (actKey, order) =>
      record(
        () => asks.recordResumed({ dossierId, actKey, at: Date.now(), ...order }),
        pausedOrNot,
      ),
    () => paused !== null,
  );

  /** Sounds each alarm when it is due, until the dossier's life is over. */
  async function watchClocks(): Promise<void> {
    while (!isFinal(stage)) {
      const seen = { stage, clock, legalDue };
      const changed = () =>
        stage !== seen.stage || clock !== seen.clock || legalDue !== seen.legalDue;
      const isLegalQuiet = legalBreached || paused === 'legal';
      const alarm = nextAlarm(clock, legalDue, isLegalQuiet);
      if (alarm === null) await condition(changed);
      else if (alarm.at <= Date.now()) await sound(alarm);
      else if (!(await condition(changed, alarm.at - Date.now()))) await sound(alarm);
    }
  }

  /** Once sealed, the copy goes to its proof and to the citizen without anybody's hand. */
  async function carryOn(): Promise<void> {
    while (!isFinal(stage)) {
      if (stage === 'completing') await carry(complete);
      else if (stage === 'delivering') await carry(deliver);
      else await condition(() => isCarried(stage) || isFinal(stage));
    }
  }

  /** One step of that; a person's act may take the dossier elsewhere while it is waited for. */
  async function carry(step: () => Promise<void>): Promise<void> {
    try {
      await step();
    } catch (error) {
      if (obstacleOf(error).code !== 'signing-given-up') throw error;
      // The act of whoever gave it up runs now; where that fails, this goes on.
      while (wait.isGivenUp) await condition(() => !wait.isGivenUp);
    }
  }

  async function complete(): Promise<void> {
    await wait.forStep(async () => {
      await asks.completeProof({ dossierId });
      await record(() => asks.recordCompleted({ dossierId, at: Date.now() }));
    }, waitForAnything);
  }

  /** The relay of the outbox sends the copy, for as long as that takes, and tells when it is sent. */
  async function deliver(): Promise<void> {
    await condition(() => isMailed || stage !== 'delivering');
    // Handed over meanwhile, maybe.
    while (busy) await condition(() => !busy);
    if (stage !== 'delivering') return;
    const deliver = () => record(() => asks.recordDelivered({ dossierId, at: Date.now() }));
    await wait.forStep(deliver, waitForAnything);
  }

  /** The number is taken. A dossier that waits for days goes on in a new run: its history stays short. */
  async function waitForAnything(_obstacle: Obstacle, tries: number): Promise<boolean> {
    if (tries < triesPerRun || busy || recording || !allHandlersFinished()) return true;
    const before = { legalBreached, isMailed };
    return continueAsNew<typeof certifyCopy>({
      ...{ dossierId, stage, clock, legalDue, paused, before },
    });
  }

  upsertSearchAttributes({ DossierStage: [stage], LegalDue: [new Date(start.legalDue)] });
  await Promise.all([watchClocks(), carryOn()]);
  await condition(allHandlersFinished);
  return stage;
}

/** Acts that may be taken while the clocks stand still. */
const inPause: ReadonlySet<string> = new Set([
  ...['resume', 'rederive', 'refuse', 'cancel', 'withdraw'],
]);
/** Acts that end what the dossier waits for … */
const leadsOut: ReadonlySet<string> = new Set(waysOut);
/** … and acts on the due times alone, which go on beside it. */
const besides: ReadonlySet<string> = new Set(['extend', 'rederive']);

/** An alarm that could not be written sounds again after so long. */
const alarmAgainMs = 10_000;
/** Tries of one step before the history is begun anew. */
const triesPerRun = 400;

/** Stages at which Sao Y itself works. */
function isCarried(stage: Stage): boolean {
  return stage === 'completing' || stage === 'delivering';
}
