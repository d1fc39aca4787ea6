import {
  WorkflowExecutionAlreadyStartedError,
  WorkflowNotFoundError,
  type Client,
} from '@temporalio/client';
import type { ActivityDeps } from '../activities/deps';
import type { Channel } from '../activities/notices/channel';
import { startOf } from '../db/dossiers/workflow-start';
import {
  bookingChangedSignal,
  bookingWorkflowId,
  keepBookingType,
} from '../workflows/bookings/messages';
import {
  correctionChangedSignal,
  correctionWorkflowId,
  watchCorrectionType,
} from '../workflows/correction-requests/messages';
import { deliveredSignal, workflowIdOf } from '../workflows/dossiers/messages';
import { startDossier } from '../workflows/dossiers/start-dossier';
import { dossierTaskQueue } from '../workflows/engine/task-queues';

/** Starts a dossier's workflow, and tells it of its delivery; tells an appointment's that it was changed. */
export function createWorkflowChannel({ db }: Pick<ActivityDeps, 'db'>, client: Client): Channel {
  return {
    send: ({ notice: { template, subjectKind, subjectId } }) => {
      if (template === 'changed') {
        return subjectKind === 'correction' ? tellCorrection(subjectId) : tellChanged(subjectId);
      }
      return template === 'start' ? start(subjectId) : tellDelivered(subjectId);
    },
  };

  /** Its first change begins it; one that has ended meanwhile begins once more and finds nothing to wait for. */
  async function tellChanged(bookingId: string): Promise<void> {
    await client.workflow.signalWithStart(keepBookingType, {
      workflowId: bookingWorkflowId(bookingId),
      taskQueue: dossierTaskQueue,
      // After this time another worker takes over from one that died.
      workflowTaskTimeout: '5s',
      args: [{ bookingId }],
      signal: bookingChangedSignal,
    });
  }

  /** As an appointment's. */
  async function tellCorrection(requestId: string): Promise<void> {
    await client.workflow.signalWithStart(watchCorrectionType, {
      workflowId: correctionWorkflowId(requestId),
      taskQueue: dossierTaskQueue,
      workflowTaskTimeout: '5s',
      args: [{ requestId }],
      signal: correctionChangedSignal,
    });
  }

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
