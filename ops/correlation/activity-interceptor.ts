import { ApplicationFailure, defaultPayloadConverter } from '@temporalio/common';
import type { ActivityExecuteInput, ActivityInterceptorsFactory } from '@temporalio/worker';
import type { Logger } from 'pino';
import { type ActingSession, runInSession } from '../../db/audit/acting-session';
import { correlationHeader, sessionHeader } from '../../workflows/engine/correlation-headers';
import type { ActivityMetrics } from '../metrics/activity-metrics';
import { runCorrelated, type Correlation } from './correlation';

/**
 * Runs each activity under the correlation that its workflow hands on, and says in one log line and in the metrics
 * how it ended. Goes before the interceptor that gives failures their codes, so that what it sees has one.
 */
export function observeActivities(
  log: Pick<Logger, 'info' | 'warn'>,
  metrics: ActivityMetrics,
): ActivityInterceptorsFactory {
  return ({ info: { activityType: activity, attempt } }) => {
    let correlation: Correlation = {};
    async function observe(order: unknown, work: () => Promise<unknown>): Promise<unknown> {
      const startedAt = performance.now();
      const end = (outcome: string) => {
        const ms = performance.now() - startedAt;
        metrics.ended(activity, outcome, ms / 1000, order);
        return { activity, attempt, outcome, ms: Math.round(ms) };
      };
      try {
        const result = await work();
        log.info(end('done'), 'activity ended');
        return result;
      } catch (error) {
        log.warn(end(outcomeOf(error)), 'activity ended');
        throw error;
      }
    }
    return {
      inbound: {
        execute(input, next) {
          correlation = correlationOf(input);
          return runCorrelated(correlation, () =>
            runInSession(sessionOfInput(input), () => observe(input.args[0], () => next(input))),
          );
        },
      },
      outbound: {
        getLogAttributes: (input, next) => next({ ...input, ...correlation }),
      },
    };
  };
}

/** The session of the update that the activity serves, or of who started the workflow. */
function sessionOfInput({ headers }: ActivityExecuteInput): ActingSession | undefined {
  const payload = headers[sessionHeader];
  return payload && defaultPayloadConverter.fromPayload<ActingSession>(payload);
}

function correlationOf({ headers }: ActivityExecuteInput): Correlation {
  const payload = headers[correlationHeader];
  return payload ? defaultPayloadConverter.fromPayload<Correlation>(payload) : {};
}

/** The code of a failure; what has none was cancelled, or is no failure of ours. */
function outcomeOf(error: unknown): string {
  if (error instanceof ApplicationFailure && error.type) return error.type;
  return error instanceof Error ? error.name : 'unknown';
}
