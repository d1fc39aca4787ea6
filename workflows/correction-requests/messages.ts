import { defineSignal } from '@temporalio/workflow';

/** What the workflow of a request for a correction is started with: its id only. */
export interface CorrectionStart {
  requestId: string;
}

export const watchCorrectionType = 'watchCorrection';

/** The request is not as it was: what it waits for is looked up anew. */
export const correctionChangedSignal = defineSignal('changed');

/** One workflow per request. */
export function correctionWorkflowId(requestId: string): string {
  return `correction-${requestId}`;
}
