import { setTimeout as sleep } from 'node:timers/promises';
import {
  WorkflowNotFoundError,
  WorkflowUpdateFailedError,
  WorkflowUpdateStage,
  type Client,
} from '@temporalio/client';
import type { UpdateDefinition } from '@temporalio/common';
import { isTemporalAway } from '../http/connect-temporal';
import type { ApiDeps } from '../http/deps';
import { startOf } from '../../db/dossiers/workflow-start';
import { addCorrelation } from '../../ops/correlation/correlation';
import { SaoyError } from '../../domain/problem';
import { isFinal, stageDeclarations, type Stage } from '../../domain/process';
import { catchUp } from '../../workflows/dossiers/catch-up';
import { workflowIdOf } from '../../workflows/dossiers/messages';
import { refusalOf } from '../../workflows/dossiers/refusal';
import { startDossier } from '../../workflows/dossiers/start-dossier';

/**
 * How long a person waits for the engine to take an act, and for the act to end. The first is longer than a
 * killed worker needs to come back: the act then goes on without a second click.
 */
const acceptedMsMax = 25_000;
const endedMsMax = 30_000;
const underWayEveryMs = 100;
/** How long Temporal may take to say whether it has an act at all. */
const askedMsMax = 2_000;

/**
 * Sends an act to the dossier's workflow and waits until the database shows it.
 * @param actKey the act's identity, as `actKeyOf` makes it: the update's id, so that a repeat acts once
 * @param isUnderWay for acts that wait for people: the wait is over when this holds, too
 * @throws SaoyError what the workflow or its activities refused; `process-unavailable` when the act
 *   was not taken; `action-pending` when it was and still runs.
 */
export async function updateDossier<Input>(
  deps: ApiDeps,
  dossierId: string,
  actKey: string,
  update: UpdateDefinition<Stage, [Input]>,
  input: Input,
  isUnderWay?: () => Promise<boolean>,
): Promise<void> {
  addCorrelation({ updateId: actKey });
  const client = await deps.temporal();
  const handle = client.workflow.getHandle(workflowIdOf(dossierId));
  const options = { args: [input] as [Input], updateId: actKey };
  const started = <Result>(send: () => Promise<Result>) =>
    startingWorkflow(deps, client, dossierId, send);
  const accept = () =>
    handle.startUpdate(update, { ...options, waitForStage: WorkflowUpdateStage.ACCEPTED });
  const act = async () => {
    if (!isUnderWay) {
      return untilEnded(
        started(() => handle.executeUpdate(update, options)),
        accept,
      );
    }
    const taken = await within(acceptedMsMax, 'process-unavailable', started(accept));
    const ended = taken.result().then(() => undefined);
    await within(endedMsMax, 'action-pending', either(ended, isUnderWay));
  };
  try {
    await act();
  } catch (error) {
    const refused = toSaoyError(error);
    const isOutOfTurn = refused instanceof SaoyError && refused.code === 'dossier-out-of-turn';
    const readOrder = () => startOf(deps.db.manager, dossierId);
    if (!isOutOfTurn || !(await catchUp(client, dossierId, readOrder))) throw refused;
    deps.log.warn({ dossierId }, 'workflow was behind its record; started anew');
    await act().catch((again: unknown) => {
      throw toSaoyError(again);
    });
  }
}

/**
 * One request to Temporal is answered when the act has ended. Of one that takes long it is asked once more whether it
 * was taken at all: the same id finds it.
 */
async function untilEnded(ended: Promise<unknown>, accept: () => Promise<unknown>): Promise<void> {
  ended.catch(() => undefined);
  const pause = new AbortController();
  const late = Symbol('late');
  const first = await Promise.race([
    ended,
    sleep(acceptedMsMax, late, { signal: pause.signal }).catch(() => undefined),
  ]).finally(() => pause.abort());
  if (first !== late) return;
  await within(askedMsMax, 'process-unavailable', accept());
  await within(endedMsMax, 'action-pending', ended);
}

/** Sends to a dossier's workflow, and starts it first where it is not there. */
async function startingWorkflow<Result>(
  deps: ApiDeps,
  client: Client,
  dossierId: string,
  send: () => Promise<Result>,
): Promise<Result> {
  try {
    return await send();
  } catch (error) {
    if (!(error instanceof WorkflowNotFoundError)) throw error;
    await startWorkflow(deps, client, dossierId);
    return send();
  }
}

/**
 * The relay of the outbox starts workflows too; the second start finds the first.
 * @throws SaoyError `dossier-out-of-turn` when the dossier's life is over.
 */
export async function startWorkflow(
  { db }: Pick<ApiDeps, 'db'>,
  client: Client,
  dossierId: string,
): Promise<void> {
  const input = await startOf(db.manager, dossierId);
  const { stage } = input.start;
  if (isFinal(stage)) {
    throw new SaoyError('dossier-out-of-turn', { stage: stageDeclarations[stage].vi });
  }
  await startDossier(client, input);
}

/** Waits until the work has ended or the condition holds. What the work fails with later is not heard. */
async function either(work: Promise<unknown>, holds: () => Promise<boolean>): Promise<void> {
  let ended = false;
  const watched = work.finally(() => (ended = true));
  watched.catch(() => undefined);
  const giveUpAt = performance.now() + endedMsMax;
  while (!ended && performance.now() < giveUpAt && !(await holds())) {
    await Promise.race([watched, new Promise((resolve) => setTimeout(resolve, underWayEveryMs))]);
  }
  if (ended || performance.now() >= giveUpAt) await watched;
}

async function within<T>(
  ms: number,
  code: 'process-unavailable' | 'action-pending',
  work: Promise<T>,
): Promise<T> {
  let timer: NodeJS.Timeout | undefined;
  const late = new Promise<never>((_, reject) => {
    timer = setTimeout(() => reject(new SaoyError(code)), ms);
  });
  try {
    return await Promise.race([work, late]);
  } finally {
    clearTimeout(timer);
  }
}

function toSaoyError(error: unknown): unknown {
  if (error instanceof WorkflowUpdateFailedError) return refusalOf(error) ?? error;
  if (isTemporalAway(error)) {
    return new SaoyError('process-unavailable', {}, { cause: error });
  }
  return error;
}
