import { patched, proxyActivities } from '@temporalio/workflow';
import type { DossierActivities } from '../activities/dossier-activities';
import { stopsBatch } from '../domain/batch';
import type { BatchStart } from './messages/batch';
import { batchTaskQueue } from './task-queues';

const { workThroughBatch, actOnItem, endBatch } = proxyActivities<DossierActivities>({
  taskQueue: batchTaskQueue,
  // A signer's own computer or phone may be asked for some minutes, for one request after the other.
  startToCloseTimeout: '4h',
  // A batch whose worker was killed waits no longer than this.
  heartbeatTimeout: '20s',
  retry: { initialInterval: '500ms', maximumInterval: '30s' },
});

/** Signs or seals the dossiers of a batch, each through its own workflow and with its own outcome. */
export async function runBatch({ batchId, size }: BatchStart): Promise<void> {
  if (patched('whole-batch')) await workThroughBatch({ batchId });
  else await runItemByItem({ batchId, size });
}

/** How many items were under way at once: a history holds just so many. */
const lanesThen = 4;

/** As batches ran when each item was an activity: those recorded then replay by it. */
async function runItemByItem({ batchId, size }: BatchStart): Promise<void> {
  let next = 0;
  let isProven = false;
  let isStopped = false;

  async function take(): Promise<void> {
    const outcome = await actOnItem({ batchId, position: next++ });
    if (outcome === 'done') isProven = true;
    if (stopsBatch(outcome)) isStopped = true;
  }
  while (next < size && !isProven && !isStopped) await take();
  const lane = async () => {
    while (next < size && !isStopped) await take();
  };
  await Promise.all(Array.from({ length: lanesThen }, lane));
  await endBatch({ batchId });
}
