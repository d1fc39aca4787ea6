import { SaoyError } from '../../domain/problem';

/**
 * Does work on a copy; whatever cannot be read or does not fit there is told under one code, for what has
 * none would be tried again without end and without a word.
 * @throws SaoyError `copy-unsuitable` {reason} in place of an error without a code
 */
export async function withCodes<Result>(work: () => Promise<Result> | Result): Promise<Result> {
  try {
    return await work();
  } catch (error) {
    if (error instanceof SaoyError) throw error;
    const reason = error instanceof Error ? error.message : String(error);
    throw new SaoyError('copy-unsuitable', { reason: reason.slice(0, 200) }, { cause: error });
  }
}
