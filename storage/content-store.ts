import { createHash, randomUUID } from 'node:crypto';
import { mkdir, open, rename, rm, stat, statfs } from 'node:fs/promises';
import { dirname, join } from 'node:path';
import { fileURLToPath } from 'node:url';
import { SaoyError } from '../domain/problem';

/** Scans and copies, each kept under the SHA-256 of its bytes: written once, never changed. */
export interface ContentStore {
  /**
   * Keeps `bytes` and gives their SHA-256 in lower-case hex; safe to repeat. On disk when it resolves.
   * @throws SaoyError `storage-full`, `storage-unavailable`; then nothing of it is left behind
   */
  put(bytes: Uint8Array): Promise<string>;
  /**
   * @param allocate makes the memory that the bytes are read into, where they are to be worked on
   * @throws SaoyError `content-missing`, or `content-damaged` where the bytes no longer fit the hash;
   *   `storage-unavailable`
   */
  get(hash: string, allocate?: (length: number) => Uint8Array): Promise<Uint8Array>;
  has(hash: string): Promise<boolean>;
  /** Bytes that may still be written. @throws SaoyError `storage-unavailable` */
  room(): Promise<number>;
}

/**
 * Opens the store that `STORAGE_URL` names.
 * @param url `file:///absolute/folder`; the folder is made at the first write.
 * @throws SaoyError `setting-invalid` for a kind of store that is not served.
 */
export function openStore(url: string): ContentStore {
  const { protocol } = new URL(url);
  if (protocol === 'file:') return openFolder(fileURLToPath(url));
  throw new SaoyError('setting-invalid', {
    name: 'STORAGE_URL',
    reason: `“${protocol}” is not served; give the folder as file:///path.`,
  });
}

function openFolder(folder: string): ContentStore {
  // Two levels of 256: a million files leave some 15 in a folder.
  const pathOf = (hash: string) => {
    if (!/^[0-9a-f]{64}$/.test(hash)) throw new SaoyError('content-missing', { hash: 'invalid' });
    return join(folder, hash.slice(0, 2), hash.slice(2, 4), hash);
  };
  const has = async (hash: string) => {
    try {
      return (await stat(pathOf(hash))).isFile();
    } catch (error) {
      if (isAbsent(error)) return false;
      throw toStorageError(error);
    }
  };
  return {
    has,
    async room() {
      const { bavail, bsize } = await statfs(folder)
        .catch(async (error: unknown) => {
          // Made at the first write: until then it is where it will be made.
          if (isAbsent(error)) return statfs(dirname(folder));
          throw error;
        })
        .catch((error: unknown) => {
          throw toStorageError(error);
        });
      return bavail * bsize;
    },
    async put(bytes) {
      const hash = hashOf(bytes);
      if (await has(hash)) return hash;
      await writeDurably(pathOf(hash), bytes).catch((error: unknown) => {
        throw toStorageError(error);
      });
      return hash;
    },
    async get(hash, allocate = (length) => Buffer.allocUnsafeSlow(length)) {
      const bytes = await readInto(pathOf(hash), allocate).catch((error: unknown) => {
        if (isAbsent(error)) throw new SaoyError('content-missing', { hash }, { cause: error });
        throw toStorageError(error);
      });
      if (hashOf(bytes) !== hash) throw new SaoyError('content-damaged', { hash });
      return bytes;
    },
  };
}

async function readInto(path: string, allocate: (length: number) => Uint8Array) {
  const handle = await open(path, 'r');
  try {
    const bytes = allocate((await handle.stat()).size);
    for (let at = 0; at < bytes.length;) {
      const { bytesRead } = await handle.read(bytes, at, bytes.length - at, at);
      if (bytesRead === 0) break;
      at += bytesRead;
    }
    return bytes;
  } finally {
    await handle.close();
  }
}

/** A reader sees the whole file or none, also after a power cut: temporary file, fsync, rename, fsync. */
async function writeDurably(path: string, bytes: Uint8Array): Promise<void> {
  const folder = dirname(path);
  await mkdir(folder, { recursive: true, mode: 0o700 });
  const temporary = join(folder, `.${randomUUID()}`);
  try {
    await withHandle(temporary, 'wx', async (handle) => {
      await handle.writeFile(bytes);
      await handle.sync();
    });
    await rename(temporary, path);
  } catch (error) {
    // What stopped the writing may stop this too; the first error is the one to tell.
    await rm(temporary, { force: true }).catch(() => {});
    throw error;
  }
  for (const made of [folder, dirname(folder), dirname(dirname(folder))]) {
    await withHandle(made, 'r', (handle) => handle.sync());
  }
}

async function withHandle(
  path: string,
  flags: string,
  use: (handle: Awaited<ReturnType<typeof open>>) => Promise<void>,
): Promise<void> {
  const handle = await open(path, flags, 0o600);
  try {
    await use(handle);
  } finally {
    await handle.close();
  }
}

function hashOf(bytes: Uint8Array): string {
  return createHash('sha256').update(bytes).digest('hex');
}

function isAbsent(error: unknown): boolean {
  return (error as NodeJS.ErrnoException).code === 'ENOENT';
}

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
