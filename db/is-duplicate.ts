import { QueryFailedError } from 'typeorm';

/** Whether a row was not written because another has its key. */
export function isDuplicate(error: unknown): boolean {
  return (
    error instanceof QueryFailedError &&
    (error.driverError as NodeJS.ErrnoException).code === 'ER_DUP_ENTRY'
  );
}
