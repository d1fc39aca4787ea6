import { ScheduleAlreadyRunning, ScheduleOverlapPolicy, type Client } from '@temporalio/client';
import { checkAlertsId, checkAlertsType } from '../workflows/alerts/messages';
import { tidyContentsId, tidyContentsType } from '../workflows/contents/messages';
import { renewArchivesId, renewArchivesType } from '../workflows/copies/messages';
import { dossierTaskQueue } from '../workflows/engine/task-queues';
import { learnLatenessId, learnLatenessType } from '../workflows/forecasts/messages';
import { makeScheduledReportsId, makeScheduledReportsType } from '../workflows/reports/messages';

const daily = (hour: number) => ({
  ...{ spec: { calendars: [{ hour }] }, catchupWindow: '3d' as const },
});

/** What is done each night, with its hour in UTC: 01:00, 02:00, 03:00 and 05:00 at UTC+7; and by day. */
const schedules = [
  { id: renewArchivesId, type: renewArchivesType, ...daily(18) },
  { id: learnLatenessId, type: learnLatenessType, ...daily(19) },
  { id: tidyContentsId, type: tidyContentsType, ...daily(20) },
  { id: makeScheduledReportsId, type: makeScheduledReportsType, ...daily(22) },
  {
    // What stood meanwhile and stands no more needs no alert: runs that were missed are not made up for.
    ...{ id: checkAlertsId, type: checkAlertsType, catchupWindow: '1m' as const },
    spec: { intervals: [{ every: '5m' as const }] },
  },
];

/**
 * Sees to it that archive time stamps are renewed, lateness is learnt, the storage is tidied and reports are made each
 * night, and that alerts are looked for by day and night; one run of each at a time, missed nights made up for. Every worker does so at its start; the first one makes the schedules.
 */
export async function scheduleNightly(client: Client): Promise<void> {
  for (const { id, type, spec, catchupWindow } of schedules) {
    try {
      await client.schedule.create({
        scheduleId: id,
        spec,
        policies: { overlap: ScheduleOverlapPolicy.SKIP, catchupWindow },
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
