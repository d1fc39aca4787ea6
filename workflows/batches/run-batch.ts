import { proxyActivities } from '@temporalio/workflow';
import type { Activities } from '../../activities';
import type { BatchStart } from './messages';
import { batchTaskQueue } from '../engine/task-queues';

const { workThroughBatch } = proxyActivities<Activities['batches']>({
  taskQueue: batchTaskQueue,
  // A signer's own computer or phone may be asked for some minutes, for one request after the other.
  startToCloseTimeout: '4h',
  // After this time another worker takes over the batch of one that was killed.
  heartbeatTimeout: '20s',
  retry: { initialInterval: '500ms', maximumInterval: '30s' },
});

/** Signs or seals the dossiers of a batch, each through its own workflow and with its own outcome. */
export async function runBatch({ batchId }: BatchStart): Promise<void> {
  await workThroughBatch({ batchId });
}
