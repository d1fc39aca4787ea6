import pino, { type Logger } from 'pino';

/** Log lines as JSON. Ids and codes only: nothing personal is ever handed to it. */
export function createLog(processName: string, level: string): Logger {
  return pino({ name: processName, level });
}
