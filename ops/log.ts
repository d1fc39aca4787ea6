import pino, { type DestinationStream, type Logger } from 'pino';
import { describeError } from '../settings/describe-error';
import { currentCorrelation } from './correlation/correlation';

/**
 * Log lines as JSON: routes, ids, codes, times, and the request, act and dossier that they belong to. An error is
 * handed on as it is, as `err`, and only `describeError` decides what of it is written: nothing that anybody typed.
 */
export function createLog(
  processName: string,
  level: string,
  destination?: DestinationStream,
): Logger {
  const options = {
    name: processName,
    level,
    serializers: { err: describeError },
    mixin: currentCorrelation,
  };
  return destination ? pino(options, destination) : pino(options);
}

/** An error that nobody caught ends the process; Node itself would print it whole, values and all. */
export function endOnCrash(log: Logger): void {
  process.on('uncaughtException', (error) => {
    log.fatal({ err: error }, 'ended by an error that nobody caught');
    process.exit(1);
  });
}
