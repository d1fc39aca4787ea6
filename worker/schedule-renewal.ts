import { ScheduleAlreadyRunning, ScheduleOverlapPolicy, type Client } from '@temporalio/client';
import { renewArchivesId, renewArchivesType } from '../workflows/copies/messages';
import { dossierTaskQueue } from '../workflows/task-queues';

/**
 * Sees to it that the renewal of archive time stamps is scheduled: each night at 01:00 (UTC+7), one
 * run at a time, missed ones made up for. Every worker does so at its start; the first one makes it.
 */
export async function scheduleRenewal(client: Client): Promise<void> {
  try {
    await client.schedule.create({
      scheduleId: renewArchivesId,
      spec: { calendars: [{ hour: 18 }] },
      policies: { overlap: ScheduleOverlapPolicy.SKIP, catchupWindow: '3d' },
      action: {
        type: 'startWorkflow',
        workflowType: renewArchivesType,
        workflowId: renewArchivesId,
        taskQueue: dossierTaskQueue,
        args: [],
      },
    });
  } catch (error) {
    if (!(error instanceof ScheduleAlreadyRunning)) throw error;
  }
}
