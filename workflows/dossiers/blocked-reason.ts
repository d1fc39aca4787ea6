import { ActivityFailure, ApplicationFailure, TimeoutFailure } from '@temporalio/workflow';
import type { ProblemParams } from '../../domain/problem';

/** Why a step cannot go on: a problem code, and the parameters of its sentence. */
export interface BlockedReason {
  code: string;
  params: ProblemParams;
}

/** Activities of the process that holds the tokens; while it is away nothing runs them. */
const ofTokenProcess: ReadonlySet<string> = new Set(['signWithToken', 'signWithProvider']);

/** Finds our code in the chain of causes that Temporal wraps around it. */
export function blockedReasonOf(error: unknown): BlockedReason {
  let activity = '';
  for (let cause: unknown = error; cause instanceof Error; cause = cause.cause) {
    if (cause instanceof ActivityFailure) activity = cause.activityType;
    if (cause instanceof ApplicationFailure && cause.type) {
      return { code: cause.type, params: (cause.details?.[0] ?? {}) as ProblemParams };
    }
    if (cause instanceof TimeoutFailure && ofTokenProcess.has(activity)) {
      return { code: 'token-process-absent', params: {} };
    }
  }
  return { code: 'step-unanswered', params: {} };
}

/** Refuses with a code; Temporal does not retry. */
export function refusal({ code, params }: BlockedReason): ApplicationFailure {
  return ApplicationFailure.create({
    message: code,
    type: code,
    nonRetryable: true,
    details: [params],
  });
}
