import { QueryFailedError } from 'typeorm';

const awayCodes = new Set([
  'ECONNREFUSED',
  'ECONNRESET',
  'ENOTFOUND',
  'EPIPE',
  'ETIMEDOUT',
  'PROTOCOL_CONNECTION_LOST',
  'PROTOCOL_SEQUENCE_TIMEOUT',
  'ER_CON_COUNT_ERROR',
  'ER_SERVER_SHUTDOWN',
  'POOL_CLOSED',
]);

/** Whether something failed because the database does not answer: what it was asked may have been done. */
export function isDatabaseAway(error: unknown): boolean {
  const inner: unknown = error instanceof QueryFailedError ? error.driverError : error;
  const code = (inner as NodeJS.ErrnoException | undefined)?.code;
  return code !== undefined && awayCodes.has(code);
}
