import { EntityNotFoundError } from 'typeorm';

/** Whether an error says that a row which was looked for is not there. */
export function isRowMissing(error: unknown): boolean {
  return error instanceof EntityNotFoundError;
}
