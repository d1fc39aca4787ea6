import {
  allHandlersFinished,
  ApplicationFailure,
  condition,
  currentUpdateInfo,
  patched,
  setHandler,
  upsertSearchAttributes,
} from '@temporalio/workflow';
import type { UpdateDefinition } from '@temporalio/common';
import { isFinal, mayAct, type Action, type Stage } from '../domain/process';
import { asks } from './activity-options';
import { nextAlarm, type Alarm } from './alarms';
import {
  answeredSignal,
  cancelUpdate,
  extendUpdate,
  mailedSignal,
  pauseUpdate,
  rederiveUpdate,
  refuseUpdate,
  resumeUpdate,
  returnUpdate,
  sealUpdate,
  signUpdate,
  stateQuery,
  submitUpdate,
  withdrawUpdate,
  type Clock,
  type DossierStart,
  type Paused,
  type SealOrder,
  type SignOrder,
} from './messages/dossier';
import { obtainSignature, type Answers } from './obtain-signature';

/**
 * The life of one dossier, from the officer's acceptance of the original to delivery or another end.
 * People act through updates; the workflow keeps the clocks and carries the sealed copy to its proof
 * and to the citizen by itself.
 */
export async function certifyCopy(start: DossierStart): Promise<Stage> {
  const { dossierId } = start;
  let stage = start.stage;
  let clock: Clock | null = start.clock;
  let legalDue = start.legalDue;
  let legalBreached = false;
  let paused = start.paused ?? null;
  let busy = false;

  let isMailed = false;

  const answers: Answers = { heard: 0 };

  setHandler(stateQuery, () => ({ stage, busy }));
  setHandler(mailedSignal, () => {
    isMailed = true;
  });
  setHandler(answeredSignal, () => {
    answers.heard += 1;
  });

  function moved(result: { stage: Stage; clock: Clock | null }): void {
    stage = result.stage;
    clock = result.clock;
    upsertSearchAttributes({ DossierStage: [stage] });
  }

  /** In a pause the work waits; it may go on or come to its end. */
  function mayInPause(action: string): boolean {
    return paused === null || inPause.has(action);
  }

  /** Answers an update with an act that runs alone: whoever comes meanwhile is told so at once. */
  function on<Order>(
    action: Action | 'extend' | 'rederive' | 'pause' | 'resume',
    update: UpdateDefinition<Stage, [Order]>,
    work: (actKey: string, order: Order) => Promise<{ stage: Stage; clock: Clock | null }>,
    mayNow: () => boolean = () => mayAct(action as Action, stage),
  ): void {
    const handler = async (order: Order): Promise<Stage> => {
      busy = true;
      try {
        moved(await work(actKeyOf(action), order));
      } finally {
        busy = false;
      }
      return stage;
    };
    const validator = (_order: Order): void => {
      if (busy) throw ApplicationFailure.nonRetryable('busy', 'dossier-busy');
      if (!mayInPause(action)) throw ApplicationFailure.nonRetryable('paused', 'dossier-paused');
      if (!mayNow()) {
        throw ApplicationFailure.nonRetryable('out of turn', 'dossier-out-of-turn', { stage });
      }
    };
    setHandler(update, handler, { validator });
  }

  on('submit', submitUpdate, (actKey, order) =>
    asks.recordSubmitted({ dossierId, actKey, at: Date.now(), ...order }),
  );
  on('sign', signUpdate, (actKey, order) => sign(dossierId, actKey, order, answers));
  on('seal', sealUpdate, (actKey, order) => seal(dossierId, actKey, order, answers));
  on('refuse', refuseUpdate, (actKey, order) =>
    asks.recordEnded({ dossierId, action: 'refuse', actKey, at: Date.now(), ...order }),
  );
  const ended = [
    ['return', returnUpdate],
    ['cancel', cancelUpdate],
    ['withdraw', withdrawUpdate],
  ] as const;
  for (const [action, update] of ended) {
    on(action, update, (actKey, order) =>
      asks.recordEnded({ dossierId, action, actKey, at: Date.now(), ...order }),
    );
  }

  async function sound(alarm: Alarm): Promise<void> {
    await asks.recordAlarm({
      dossierId,
      alarm: alarm.kind,
      step: clock?.step ?? null,
      round: clock?.round ?? 0,
      at: Date.now(),
    });
    if (alarm.kind === 'legal-breach') legalBreached = true;
    else if (clock !== null) clock = { ...clock, [alarm.marks]: true };
  }

  /** Takes over due times that moved; an alarm for a due that is ahead again may sound once more. */
  function dueMoved(result: { stage: Stage; clock: Clock | null; legalDue: number }) {
    legalDue = result.legalDue;
    if (legalDue > Date.now()) legalBreached = false;
    upsertSearchAttributes({ LegalDue: [new Date(legalDue)] });
    return result;
  }

  function pausedOrNot(result: {
    stage: Stage;
    clock: Clock | null;
    legalDue: number;
    paused: Paused;
  }) {
    paused = result.paused;
    return dueMoved(result);
  }

  const clockRuns = () => clock !== null;
  on(
    'extend',
    extendUpdate,
    async (actKey, order) =>
      dueMoved(await asks.recordExtended({ dossierId, actKey, at: Date.now(), ...order })),
    clockRuns,
  );
  on(
    'rederive',
    rederiveUpdate,
    async (_actKey, { calendar }) =>
      dueMoved(await asks.recordRederived({ dossierId, calendar, at: Date.now() })),
    () => !isFinal(stage),
  );

  on(
    'pause',
    pauseUpdate,
    async (actKey, order) =>
      pausedOrNot(await asks.recordPaused({ dossierId, actKey, at: Date.now(), ...order })),
    // Where people work on it; what Sao Y does by itself waits for nobody.
    () => clockRuns() && mayAct('withdraw', stage),
  );
  on(
    'resume',
    resumeUpdate,
    async (actKey, order) =>
      pausedOrNot(await asks.recordResumed({ dossierId, actKey, at: Date.now(), ...order })),
    () => paused !== null,
  );

  /** Sounds each alarm when it is due, until the dossier's life is over. */
  async function watchClocks(): Promise<void> {
    while (!isFinal(stage)) {
      const seen = { stage, clock, legalDue };
      const changed = () =>
        stage !== seen.stage || clock !== seen.clock || legalDue !== seen.legalDue;
      const isLegalQuiet = legalBreached || paused === 'legal';
      const alarm = nextAlarm(clock, legalDue, isLegalQuiet, escalates);
      if (alarm === null) await condition(changed);
      else if (alarm.at <= Date.now()) await sound(alarm);
      else if (!(await condition(changed, alarm.at - Date.now()))) await sound(alarm);
    }
  }

  /** Once sealed, the copy goes to its proof and to the citizen without anybody's hand. */
  async function carryToTheEnd(): Promise<void> {
    await condition(() => stage === 'completing' || isFinal(stage));
    if (isFinal(stage)) return;
    await asks.completeProof({ dossierId });
    moved(await asks.recordCompleted({ dossierId, at: Date.now() }));
    // The relay of the outbox sends the copy, for as long as that takes, and tells when it is sent.
    await condition(() => isMailed);
    moved(await asks.recordDelivered({ dossierId, at: Date.now() }));
  }

  upsertSearchAttributes({ DossierStage: [stage], LegalDue: [new Date(start.legalDue)] });
  await Promise.all([watchClocks(), carryToTheEnd()]);
  await condition(allHandlersFinished);
  return stage;
}

/** Acts that may be taken while the clocks stand still. */
const inPause = new Set(['resume', 'rederive', 'refuse', 'cancel', 'withdraw']);

/** The escalation came after the first office: dossiers recorded without it replay without it. */
function escalates(): boolean {
  return patched('escalation');
}

/** Prepare, let the key sign, complete, record: each step finds what an earlier try did. */
async function sign(dossierId: string, actKey: string, order: SignOrder, answers: Answers) {
  const { actorId, way } = order;
  await asks.prepareCertification({ dossierId, actKey, at: Date.now(), actorId, way });
  const act = { dossierId, step: 'sign' as const, actKey };
  const signature = await obtainSignature(act, order, answers);
  const { hash } = await asks.completeSignature({ ...act, signature });
  return asks.recordSigned({ dossierId, actKey, at: Date.now(), actorId, hash });
}

async function seal(dossierId: string, actKey: string, order: SealOrder, answers: Answers) {
  const { actorId, bookId, way } = order;
  // Where the key cannot sign, no number is taken.
  await asks.requireReady({ dossierId, step: 'seal', actorId, way });
  await asks.assignNumber({ dossierId, actKey, at: Date.now(), actorId, bookId });
  await asks.prepareSeal({ dossierId, actKey, at: Date.now(), actorId, way });
  const act = { dossierId, step: 'seal' as const, actKey };
  const signature = await obtainSignature(act, order, answers);
  const { hash } = await asks.completeSignature({ ...act, signature });
  return asks.recordSealed({ dossierId, actKey, at: Date.now(), actorId, hash });
}

/** The update's id is the act's name, so that a repeat in the database is recognised. */
function actKeyOf(action: string): string {
  return `${action}:${currentUpdateInfo()?.id ?? ''}`;
}
