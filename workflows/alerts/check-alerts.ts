import { continueAsNew, proxyActivities } from '@temporalio/workflow';
import type { Activities } from '../../activities';

const officesPerRun = 500;

const { listAlertOffices, checkAlertsOf } = proxyActivities<Activities['bulk']>({
  startToCloseTimeout: '1m',
  retry: { initialInterval: '2s', maximumAttempts: 3 },
});

interface Progress {
  /** Offices up to this id are done. */
  after: string;
  /** Offices that could not be looked at; the next run does. */
  failed: number;
}

/** Looks, office by office, whether anything stands as its rules of alerts say. */
export async function checkAlerts(
  progress: Progress = { after: '', failed: 0 },
): Promise<Progress> {
  const left = (await listAlertOffices()).filter((id) => id > progress.after);
  let { after, failed } = progress;
  for (const officeId of left.slice(0, officesPerRun)) {
    failed += await checkAlertsOf({ officeId }).then(
      () => 0,
      () => 1,
    );
    after = officeId;
  }
  if (left.length <= officesPerRun) return { after, failed };
  return continueAsNew<typeof checkAlerts>({ after, failed });
}
