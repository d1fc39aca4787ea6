import { proxyActivities } from '@temporalio/workflow';
import type { Activities } from '../../activities';
import type { ReportStart } from './messages';

const activities = proxyActivities<Activities['reports']>({
  // A city's year takes minutes.
  startToCloseTimeout: '1h',
  heartbeatTimeout: '20s',
  retry: { initialInterval: '1s', maximumInterval: '1m' },
});

/** Makes a report that somebody asked for; who asked sees its progress in the database. */
export async function makeReport({ reportId }: ReportStart): Promise<void> {
  await activities.makeReport({ reportId });
}
