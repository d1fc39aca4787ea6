import { SaoyError } from '../domain/problem';

const fullCodes = new Set(['ENOSPC', 'EDQUOT']);
const awayCodes = new Set([
  ...['EROFS', 'EIO', 'EMFILE', 'ENFILE', 'EACCES', 'EPERM', 'ENODEV', 'ENXIO'],
  ...['ESTALE', 'ETIMEDOUT', 'EHOSTDOWN', 'ENOTCONN', 'EBUSY', 'ENOTDIR'],
]);

/** What the disk says, as a code that the person at work is told; what is none of it is a bug. */
export function toStorageError(error: unknown): unknown {
  const code = String((error as NodeJS.ErrnoException).code);
  if (fullCodes.has(code)) return new SaoyError('storage-full', {}, { cause: error });
  if (awayCodes.has(code)) return new SaoyError('storage-unavailable', {}, { cause: error });
  return error;
}
