import type { Client } from '@temporalio/client';
import type { Worker } from '@temporalio/worker';

/** A poll is held for a minute at most; one that is older than this has not come back. */
const pollAgeMsMax = 120_000;
/** `TaskQueueType` of Temporal's interface. */
const queueTypes = { workflow: 1, activity: 2 } as const;

/**
 * Asks the server whether it has heard from these workers of ours lately.
 * @param workers each with what it polls for
 * @throws Error naming the first queue that nobody of ours polls
 */
export async function checkPolling(
  client: Client,
  workers: readonly { worker: Worker; types: readonly (keyof typeof queueTypes)[] }[],
): Promise<void> {
  for (const { worker, types } of workers) {
    const { taskQueue, identity, namespace } = worker.options;
    if (worker.getState() !== 'RUNNING') throw new Error(`${taskQueue} is not polled`);
    for (const type of types) {
      const { pollers } = await client.workflowService.describeTaskQueue({
        namespace,
        taskQueue: { name: taskQueue },
        taskQueueType: queueTypes[type],
      });
      const own = pollers?.filter((poller) => poller.identity === identity) ?? [];
      const newest = Math.max(...own.map(({ lastAccessTime: at }) => Number(at?.seconds ?? 0)));
      if (!(Date.now() - newest * 1_000 < pollAgeMsMax))
        throw new Error(`${taskQueue} is not polled for ${type} tasks`);
    }
  }
}
