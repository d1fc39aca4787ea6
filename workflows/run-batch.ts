import { proxyActivities } from '@temporalio/workflow';
import type { DossierActivities } from '../activities/dossier-activities';
import { stopsBatch } from '../domain/batch';
import type { BatchStart } from './messages/batch';
import { batchTaskQueue } from './task-queues';

/** Items under way at once: enough to keep the token and two processors busy. */
const lanes = 8;

const { actOnItem, endBatch } = proxyActivities<DossierActivities>({
  taskQueue: batchTaskQueue,
  // A signer's own computer or phone may be asked for some minutes.
  startToCloseTimeout: '10m',
  // A worker that was killed holds its lane up no longer than this.
  heartbeatTimeout: '20s',
  retry: { initialInterval: '500ms', maximumInterval: '30s' },
});

/**
 * Signs or seals the dossiers of a batch, each through its own workflow and with its own outcome. Until
 * one has succeeded they go one by one, so that a wrong PIN is put to the token once.
 */
export async function runBatch({ batchId, size }: BatchStart): Promise<void> {
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
  await Promise.all(Array.from({ length: lanes }, lane));
  await endBatch({ batchId });
}
