import type { WorkflowUpdateFailedError } from '@temporalio/client';
import { ApplicationFailure, TimeoutFailure } from '@temporalio/common';
import { isProblemCode, SaoyError, type ProblemParams } from '../../domain/problem';
import { stageDeclarations, type Stage } from '../../domain/process';

/** Finds our code in the chain of causes that Temporal wraps around it; undefined where there is none. */
export function refusalOf(error: WorkflowUpdateFailedError): SaoyError | undefined {
  for (let cause: unknown = error.cause; cause instanceof Error; cause = cause.cause) {
    if (cause instanceof TimeoutFailure) {
      return new SaoyError('token-process-absent', {}, { cause: error });
    }
    if (cause instanceof ApplicationFailure && isProblemCode(cause.type)) {
      return new SaoyError(cause.type, paramsOf(cause), { cause: error });
    }
  }
  return undefined;
}

function paramsOf({ type, details }: ApplicationFailure): ProblemParams {
  const params = (details?.[0] ?? {}) as ProblemParams;
  // The validator knows the stage by its name in code; people read its label.
  if (type !== 'dossier-out-of-turn') return params;
  const label = stageDeclarations[params.stage as Stage] as { vi: string } | undefined;
  return { ...params, stage: label?.vi ?? String(params.stage) };
}
