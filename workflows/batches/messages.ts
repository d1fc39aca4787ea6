/** What a batch's workflow is started with: its id only. */
export interface BatchStart {
  batchId: string;
}

export const runBatchType = 'runBatch';

/** One workflow per batch. */
export function batchWorkflowId(batchId: string): string {
  return `batch-${batchId}`;
}
