import { Context } from '@temporalio/activity';
import type { ActivityInboundCallsInterceptor } from '@temporalio/worker';

/**
 * Gives a sign of life for each activity that its workflow wants one of: where a worker is killed, another
 * takes its work up within seconds and not when the whole time that the activity may take is over.
 */
export class HeartbeatInterceptor implements ActivityInboundCallsInterceptor {
  async execute(
    ...[input, next]: Parameters<NonNullable<ActivityInboundCallsInterceptor['execute']>>
  ): Promise<unknown> {
    const context = Context.current();
    const { heartbeatTimeoutMs } = context.info;
    if (!heartbeatTimeoutMs) return next(input);
    const beat = setInterval(() => context.heartbeat(), heartbeatTimeoutMs / 4);
    try {
      return await next(input);
    } finally {
      clearInterval(beat);
    }
  }
}
