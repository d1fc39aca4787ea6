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
  const act = async () => {
    const handle = await within(
      acceptedMsMax,
      'process-unavailable',
      send(deps, client, dossierId, actKey, update, input),
    );
    const ended = handle.result().then(() => undefined);
    await within(endedMsMax, 'action-pending', isUnderWay ? either(ended, isUnderWay) : ended);
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

async function send<Input>(
  deps: ApiDeps,
  client: Client,
  dossierId: string,
  actKey: string,
  update: UpdateDefinition<Stage, [Input]>,
  input: Input,
) {
  const handle = client.workflow.getHandle(workflowIdOf(dossierId));
  const start = () =>
    handle.startUpdate(update, {
      args: [input],
      updateId: actKey,
      waitForStage: WorkflowUpdateStage.ACCEPTED,
    });
  try {
    return await start();
  } catch (error) {
    if (!(error instanceof WorkflowNotFoundError)) throw error;
    await startWorkflow(deps, client, dossierId);
    return start();
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
