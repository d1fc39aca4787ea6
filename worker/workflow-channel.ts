import {
  WorkflowExecutionAlreadyStartedError,
  WorkflowNotFoundError,
  type Client,
} from '@temporalio/client';
import type { ActivityDeps } from '../activities/deps';
import type { Channel } from '../activities/notices/channel';
import { startOf } from '../db/dossiers/workflow-start';
import { deliveredSignal, workflowIdOf } from '../workflows/dossiers/messages';
import { startDossier } from '../workflows/dossiers/start-dossier';

/** Starts a dossier's workflow, and tells it of its delivery. */
export function createWorkflowChannel({ db }: Pick<ActivityDeps, 'db'>, client: Client): Channel {
  return {
    send: ({ notice: { template, subjectId } }) =>
      template === 'start' ? start(subjectId) : tellDelivered(subjectId),
  };

  /** A dossier whose life has ended meanwhile needs no workflow any more. */
  async function start(dossierId: string): Promise<void> {
    try {
      await startDossier(client, await startOf(db.manager, dossierId));
    } catch (error) {
      if (!(error instanceof WorkflowExecutionAlreadyStartedError)) throw error;
    }
  }

  async function tellDelivered(dossierId: string): Promise<void> {
    try {
      await client.workflow.getHandle(workflowIdOf(dossierId)).signal(deliveredSignal);
    } catch (error) {
      // Nobody waits for it any more.
      if (!(error instanceof WorkflowNotFoundError)) throw error;
    }
  }
}
