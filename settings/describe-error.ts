import { SaoyError } from '../domain/problem';

/** What a log line says of an error. */
export interface DescribedError {
  type: string;
  code?: string;
  message?: string;
  /** Places in the code, innermost first. */
  stack?: string[];
  cause?: DescribedError;
  errors?: DescribedError[];
}

const depthMax = 5;
const framesMax = 30;
const messageLengthMax = 300;

/**
 * The one way of an error into a log line. An error's other fields are left out: a database error
 * holds the statement with its values. A message may repeat what somebody typed, so:
 *
 * - our own (`SaoyError`) stands as it is: its parameters hold nothing personal;
 * - of a database's only the column and the key are kept, which stand at its end;
 * - of any other what it quotes, addresses and long numbers are cut out.
 */
export function describeError(error: unknown, depth = 0): DescribedError {
  if (!(error instanceof Error) && !isErrorLike(error)) return { type: typeof error };
  const { cause, errors } = error as { cause?: unknown; errors?: unknown };
  const code = codeOf(error);
  const message = messageOf(error);
  const isDeep = depth >= depthMax;
  return {
    type: error.name,
    ...(code === undefined ? {} : { code }),
    ...(message === '' ? {} : { message }),
    ...(error.stack === undefined ? {} : { stack: framesOf(error) }),
    ...(cause === undefined || isDeep ? {} : { cause: describeError(cause, depth + 1) }),
    ...(Array.isArray(errors) && !isDeep
      ? { errors: errors.slice(0, depthMax).map((each) => describeError(each, depth + 1)) }
      : {}),
  };
}

/** A message without what it quotes, and without what looks like an address or a number of somebody. */
export function cutValues(message: string): string {
  return message
    .replace(/"[^]*"|'[^]*'|`[^]*`|“[^]*”|‘[^]*’/g, '…')
    .replace(/\S+@\S+/g, '…')
    .replace(/\d{9,}/g, '…')
    .slice(0, messageLengthMax);
}

function messageOf(error: Error): string {
  if (error instanceof SaoyError) return error.message;
  if (!isOfDatabase(error)) return cutValues(error.message);
  const about = /for (?:column|key) '([\w.$]{1,80})'(?: at row \d+)?$/.exec(error.message);
  return about?.[1] === undefined ? '' : `about ${about[1]}`;
}

/** Errors of TypeORM and of its driver, by what they carry. */
function isOfDatabase(error: Error): boolean {
  return 'sqlMessage' in error || 'sql' in error || 'query' in error || 'driverError' in error;
}

/** Codes are words that programs chose: `ER_DUP_ENTRY`, `ECONNREFUSED`, `dossier-busy`. */
function codeOf(error: Error): string | undefined {
  const { code, type } = error as { code?: unknown; type?: unknown };
  const word = [code, type].find((each) => typeof each === 'string' && /^[\w-]{1,60}$/.test(each));
  return typeof word === 'string' ? word : undefined;
}

/** Without its beginning, which repeats the message. */
function framesOf({ stack = '', message }: Error): string[] {
  const at = stack.indexOf(message);
  return stack
    .slice(at < 0 ? 0 : at + message.length)
    .split('\n')
    .filter((line) => /^\s+at [^'"]+$/.test(line))
    .slice(0, framesMax)
    .map((line) => line.trim());
}

/** Jest and threads have realms of their own. */
function isErrorLike(error: unknown): error is Error {
  return (
    typeof error === 'object' &&
    error !== null &&
    typeof (error as Error).message === 'string' &&
    typeof (error as Error).name === 'string'
  );
}
