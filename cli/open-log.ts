import { readFile } from 'node:fs/promises';
import { join } from 'node:path';
import { fromHex } from '../domain/register-log/bytes';
import { type Checkpoint, openCheckpoint } from '../domain/register-log/checkpoint';
import { checkpointPath, type GetFile } from '../domain/register-log/log-files';
import { parseKey } from '../domain/register-log/signed-note';

/** A book's public log, of which nothing is believed but what the key signed. */
export interface OpenLog {
  get: GetFile;
  /** The signed note as it was got. */
  note: string;
  checkpoint: Checkpoint;
}

/**
 * Opens a book's log at an address or in a folder; needs no database.
 * @param from `https://…/api/public/registers/BOOK`, or a folder that holds `checkpoint` and `tile/`
 * @throws Error where there is none, or its checkpoint is not signed by the key
 */
export async function openLog(from: string, key: Uint8Array): Promise<OpenLog> {
  const get = /^https?:/.test(from) ? atAddress(from.replace(/\/+$/, '')) : inFolder(from);
  const bytes = await get(checkpointPath);
  if (!bytes) throw new Error(`There is no checkpoint at ${from}.`);
  const note = new TextDecoder().decode(bytes);
  return { get, note, checkpoint: openCheckpoint(note, key) };
}

/**
 * @param text 64 hex digits, or a verifier key (`name+hash+base64`)
 * @throws Error where it is neither
 */
export function readPublicKey(text: string): Uint8Array {
  return /^[0-9a-f]{64}$/.test(text) ? fromHex(text) : parseKey(text).publicKey;
}

function atAddress(base: string): GetFile {
  return async (path) => {
    const answer = await fetch(`${base}/${path}`, { signal: AbortSignal.timeout(30_000) });
    if (answer.status === 404) return undefined;
    if (!answer.ok) throw new Error(`${base}/${path} answered ${answer.status}.`);
    return new Uint8Array(await answer.arrayBuffer());
  };
}

function inFolder(folder: string): GetFile {
  return (path) =>
    readFile(join(folder, path)).catch((error: NodeJS.ErrnoException) => {
      if (error.code !== 'ENOENT' && error.code !== 'EISDIR') throw error;
      return undefined;
    });
}
