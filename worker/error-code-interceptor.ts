import { randomUUID } from 'node:crypto';
import { Context } from '@temporalio/activity';
import { ApplicationFailure, TemporalFailure } from '@temporalio/common';
import type { ActivityInboundCallsInterceptor } from '@temporalio/worker';
import type { Logger } from 'pino';
import { isDatabaseAway } from '../db/is-database-away';
import { handlingOf } from '../domain/failure-handling';
import { SaoyError } from '../domain/problem';

/**
 * Carries our codes through Temporal: the failure's type is the code. What may pass by itself is tried again
 * as the activity's options say; so is what nobody foresaw, under the code of an incident. The rest is final
 * for the activity: the workflow decides what becomes of it. Messages of other errors stay out of the history:
 * they may hold what was asked of the database.
 */
export class ErrorCodeInterceptor implements ActivityInboundCallsInterceptor {
  constructor(private readonly log?: Pick<Logger, 'error'>) {}

  async execute(
    ...[input, next]: Parameters<NonNullable<ActivityInboundCallsInterceptor['execute']>>
  ): Promise<unknown> {
    try {
      return await next(input);
    } catch (error) {
      if (error instanceof TemporalFailure) throw error;
      const { code, params } = this.toCoded(error);
      const mayPass = handlingOf(code).handling === 'wait' || code === 'internal-error';
      throw ApplicationFailure.create({
        message: code,
        type: code,
        nonRetryable: !mayPass,
        details: [params],
      });
    }
  }

  private toCoded(error: unknown): Pick<SaoyError, 'code' | 'params'> {
    if (error instanceof SaoyError) return error;
    if (isDatabaseAway(error)) return { code: 'database-unavailable', params: {} };
    const incident = randomUUID().slice(0, 8);
    const { activityType } = Context.current().info;
    this.log?.error({ incident, activity: activityType, ...whereOf(error) }, 'incident');
    return { code: 'internal-error', params: { incident } };
  }
}

/** What kind of error it is and where it came from; its message may hold somebody's name. */
function whereOf(error: unknown): { error: string; code: unknown; at: string[] } {
  const { name = typeof error, stack = '' } = (error ?? {}) as Partial<Error>;
  const at = stack.split('\n').filter((line) => /^\s+at /.test(line));
  return { error: name, code: (error as { code?: unknown } | null)?.code, at };
}
