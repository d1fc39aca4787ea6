import { ApplicationFailure } from '@temporalio/common';
import type { ActivityInboundCallsInterceptor } from '@temporalio/worker';
import { problems, SaoyError } from '../domain/problem';

/**
 * Carries our codes through Temporal: the failure's type is the code. What the caller must mend
 * (4xx) is final; what may pass by itself (5xx: a part is away) is tried again.
 */
export class CodedFailures implements ActivityInboundCallsInterceptor {
  async execute(
    ...[input, next]: Parameters<NonNullable<ActivityInboundCallsInterceptor['execute']>>
  ): Promise<unknown> {
    try {
      return await next(input);
    } catch (error) {
      if (!(error instanceof SaoyError)) throw error;
      throw ApplicationFailure.create({
        message: error.code,
        type: error.code,
        nonRetryable: problems[error.code].status < 500,
        details: [error.params],
        cause: error,
      });
    }
  }
}
