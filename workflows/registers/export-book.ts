import { proxyActivities } from '@temporalio/workflow';
import type { Activities } from '../../activities';
import type { ExportStart } from './messages';

const activities = proxyActivities<Activities['reports']>({
  // A million lines take minutes.
  startToCloseTimeout: '1h',
  heartbeatTimeout: '20s',
  retry: { initialInterval: '1s', maximumInterval: '1m' },
});

/** Writes a book as a workbook; who asked sees its progress in the database, and cancels it there. */
export async function exportBook({ exportId }: ExportStart): Promise<void> {
  await activities.exportBook({ exportId });
}
