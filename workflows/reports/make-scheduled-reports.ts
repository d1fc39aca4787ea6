import { proxyActivities } from '@temporalio/workflow';
import type { Activities } from '../../activities';

const { askScheduledReports, mailReport } = proxyActivities<Activities['bulk']>({
  startToCloseTimeout: '5m',
  retry: { initialInterval: '5s', maximumAttempts: 6 },
});
const { makeReport } = proxyActivities<Activities['reports']>({
  // A city's year takes minutes.
  startToCloseTimeout: '1h',
  heartbeatTimeout: '20s',
  retry: { initialInterval: '5s', maximumAttempts: 4 },
});

/**
 * Makes each report whose day, week, month or quarter has ended, and mails it. One that fails does not stop the
 * others; the next night's run finds it unmade.
 * @returns how many were made, and how many not
 */
export async function makeScheduledReports(): Promise<{ made: number; failed: number }> {
  let [made, failed] = [0, 0];
  for (const reportId of await askScheduledReports()) {
    const isMade = await makeReport({ reportId })
      .then(() => mailReport({ reportId }))
      .then(
        () => true,
        () => false,
      );
    if (isMade) made += 1;
    else failed += 1;
  }
  return { made, failed };
}
