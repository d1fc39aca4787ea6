import { createHash, randomUUID } from 'node:crypto';
import { createReadStream } from 'node:fs';
import { pipeline } from 'node:stream/promises';
import { SaoyError } from '../domain/problem';

/** Where what is being removed lies meanwhile. */
export const asideFolder = 'removing';

const isHash = (text: string) => /^[0-9a-f]{64}$/.test(text);

export function hashOf(bytes: Uint8Array): string {
  return createHash('sha256').update(bytes).digest('hex');
}

/** The hash of a file of any size. */
export async function hashOfFile(path: string): Promise<string> {
  const hash = createHash('sha256');
  await pipeline(createReadStream(path), hash);
  return hash.digest('hex');
}

/**
 * Where content lies below the folder or the prefix, the same in both kinds of store: one is copied to the
 * other file by file. Two levels of 256: a million files leave some 15 in a folder.
 * @throws SaoyError `content-missing` for what is no hash and never becomes a path
 */
export function keyOf(hash: string): string {
  if (!isHash(hash)) throw new SaoyError('content-missing', { hash: 'invalid' });
  return `${hash.slice(0, 2)}/${hash.slice(2, 4)}/${hash}`;
}

/** The hash of what lies at this key; undefined for anything else. */
export function findHash(key: string): string | undefined {
  const hash = key.slice(key.lastIndexOf('/') + 1);
  return isHash(hash) && key === keyOf(hash) ? hash : undefined;
}

/** A place of its own for each removal: two of the same content do not meet in one. */
export function asideKey(hash: string): string {
  return `${asideFolder}/${hash}.${randomUUID()}`;
}

/** What the keys of a hash's content that was put aside begin with. */
export function asidePrefix(hash: string): string {
  return `${asideFolder}/${hash}.`;
}
