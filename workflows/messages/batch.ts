/** What a batch's workflow is started with: ids and counts only. */
export interface BatchStart {
  batchId: string;
  /** Positions from 0. */
  size: number;
}

export const runBatchType = 'runBatch';

/** One workflow per batch. */
export function batchWorkflowId(batchId: string): string {
  return `batch-${batchId}`;
}
