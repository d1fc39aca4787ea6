import { ServiceError, WorkflowNotFoundError, type Client } from '@temporalio/client';
import { isFinal, type Stage } from '../../domain/process';
import { stateQuery, workflowIdOf } from './messages';
import { startDossierAnew, type StartOrder } from './start-dossier';

/** Looks until it counts as behind: while an act is recorded, a workflow is behind its record for a moment. */
const looks = 3;
const pauseMs = 500;
/** Of gRPC. */
const failedPrecondition = 9;

/**
 * Starts a dossier's workflow anew from its record where it stands still at another stage, or is not there. So it is where Temporal died,
 * or was restored from an older dump, after an act was recorded and before its workflow task was: the workflow would
 * refuse every later act as out of turn.
 * @param readOrder what the record says now
 * @returns whether it was behind
 */
export async function catchUp(
  client: Client,
  dossierId: string,
  readOrder: () => Promise<StartOrder>,
): Promise<boolean> {
  const handle = client.workflow.getHandle(workflowIdOf(dossierId));
  for (let look = 1; ; look += 1) {
    const { stage, busy } = await handle.query(stateQuery).catch(notThere);
    const order = await readOrder();
    if (busy || stage === order.start.stage || isFinal(order.start.stage)) return false;
    if (look === looks) {
      await startDossierAnew(client, order);
      return true;
    }
    await new Promise((resolve) => setTimeout(resolve, pauseMs));
  }
}

/** One that has not had its first task cannot be asked; only one whose dossier was just accepted waits for it. */
function notThere(error: unknown): { stage: Stage | null; busy: boolean } {
  if (error instanceof WorkflowNotFoundError) return { stage: null, busy: false };
  const cause = error instanceof ServiceError ? (error.cause as { code?: number }) : undefined;
  if (cause?.code !== failedPrecondition) throw error;
  return { stage: 'accepted', busy: false };
}
