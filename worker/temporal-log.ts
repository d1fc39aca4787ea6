import type { LogLevel, LogMetadata, Logger as TemporalLogger } from '@temporalio/common';
import type { Logger } from 'pino';
import { cutValues } from '../settings/describe-error';

const levels = {
  TRACE: 'trace',
  DEBUG: 'debug',
  INFO: 'info',
  WARN: 'warn',
  ERROR: 'error',
} as const;
/** What Temporal says of a line that is ids and names of code. */
const kept = [
  ...['sdkComponent', 'taskQueue', 'workflowType', 'workflowId', 'runId'],
  ...['activityType', 'activityId', 'attempt', 'isLocal'],
  ...['update', 'requestId', 'updateId', 'dossier'],
];

/**
 * Temporal's own lines, in our log. By itself it prints the errors of activities whole, statements of
 * the database and their values among them.
 */
export function temporalLog(log: Logger): TemporalLogger {
  const write = (level: LogLevel, message: string, meta: LogMetadata = {}) => {
    const known = kept.flatMap((name) => (name in meta ? [[name, meta[name]] as const] : []));
    const err: unknown = meta['error'] ?? meta['err'];
    log[levels[level]](
      { ...Object.fromEntries(known), ...(err === undefined ? {} : { err }) },
      cutValues(message),
    );
  };
  return {
    log: write,
    trace: (message, meta) => write('TRACE', message, meta),
    debug: (message, meta) => write('DEBUG', message, meta),
    info: (message, meta) => write('INFO', message, meta),
    warn: (message, meta) => write('WARN', message, meta),
    error: (message, meta) => write('ERROR', message, meta),
  };
}
