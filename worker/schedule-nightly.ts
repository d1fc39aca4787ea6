import { ScheduleAlreadyRunning, ScheduleOverlapPolicy, type Client } from '@temporalio/client';
import { tidyContentsId, tidyContentsType } from '../workflows/contents/messages';
import { renewArchivesId, renewArchivesType } from '../workflows/copies/messages';
import { dossierTaskQueue } from '../workflows/engine/task-queues';
import { learnLatenessId, learnLatenessType } from '../workflows/forecasts/messages';
import { makeScheduledReportsId, makeScheduledReportsType } from '../workflows/reports/messages';

/** What is done each night, with its hour in UTC: 01:00, 02:00, 03:00 and 05:00 at UTC+7. */
const nightly = [
  { id: renewArchivesId, type: renewArchivesType, hour: 18 },
  { id: learnLatenessId, type: learnLatenessType, hour: 19 },
  { id: tidyContentsId, type: tidyContentsType, hour: 20 },
  { id: makeScheduledReportsId, type: makeScheduledReportsType, hour: 22 },
];

/**
 * Sees to it that archive time stamps are renewed, lateness is learnt, the storage is tidied and reports are made each
 * night, one run of each at a time, missed ones made up for. Every worker does so at its start; the first one makes the schedules.
 */
export async function scheduleNightly(client: Client): Promise<void> {
  for (const { id, type, hour } of nightly) {
    try {
      await client.schedule.create({
        scheduleId: id,
        spec: { calendars: [{ hour }] },
        policies: { overlap: ScheduleOverlapPolicy.SKIP, catchupWindow: '3d' },
        action: {
          type: 'startWorkflow',
          workflowType: type,
          workflowId: id,
          taskQueue: dossierTaskQueue,
          args: [],
        },
      });
    } catch (error) {
      if (!(error instanceof ScheduleAlreadyRunning)) throw error;
    }
  }
}
