import { randomUUID } from 'node:crypto';
import { constants, createReadStream } from 'node:fs';
import {
  access,
  type FileHandle,
  mkdir,
  open,
  readdir,
  rename,
  rm,
  stat,
  statfs,
  writeFile,
} from 'node:fs/promises';
import { dirname, join } from 'node:path';
import { SaoyError } from '../domain/problem';
import {
  asideFolder,
  asideKey,
  asidePrefix,
  findHash,
  hashOf,
  hashOfFile,
  keyOf,
} from './content-key';
import type { ContentStore, StoredContent } from './content-store';
import { readChecked } from './read-checked';
import { removeContent } from './remove-content';
import { toStorageError } from './to-storage-error';

/** A folder on a disk that all processes share. It is made at the first write. */
export function openFolder(folder: string): ContentStore {
  const pathOf = (hash: string) => join(folder, keyOf(hash));
  return {
    has: (hash) => isFile(pathOf(hash)),
    room: () => readRoom(folder),
    list: () => listFolder(folder),
    async put(bytes) {
      const hash = hashOf(bytes);
      if (await isFile(pathOf(hash))) return hash;
      await told(writeDurably(pathOf(hash), (handle) => handle.writeFile(bytes)));
      return hash;
    },
    async putFile(path) {
      const hash = await told(hashOfFile(path));
      if (await isFile(pathOf(hash))) return hash;
      const copy = (handle: FileHandle) => writeFile(handle, createReadStream(path));
      await told(writeDurably(pathOf(hash), copy));
      return hash;
    },
    async sizeOf(hash) {
      const handle = await openContent(folder, hash);
      return told(handle.stat().finally(() => handle.close())).then(({ size }) => size);
    },
    async *read(hash, range) {
      const handle = await openContent(folder, hash);
      try {
        yield* readChecked(hash, readParts(handle), range);
      } finally {
        await handle.close();
      }
    },
    async get(hash, allocate = (length) => Buffer.allocUnsafeSlow(length)) {
      const bytes =
        (await told(readInto(pathOf(hash), allocate))) ??
        (await told(readAside(folder, hash, allocate)));
      if (!bytes) throw new SaoyError('content-missing', { hash });
      if (hashOf(bytes) !== hash) throw new SaoyError('content-damaged', { hash });
      return bytes;
    },
    remove(hash, isNeeded) {
      const path = pathOf(hash);
      const putAside = async () => {
        await mkdir(join(folder, asideFolder), { recursive: true, mode: 0o700 });
        await unlessAbsent(rename(path, join(folder, asideKey(hash))));
      };
      return removeContent(
        {
          putAside: () => told(putAside()),
          listAside: () => told(listAside(folder, hash)),
          putBack: (place) => told(unlessAbsent(rename(place, path))),
          drop: (place) => told(rm(place, { force: true })),
        },
        isNeeded,
      );
    },
  };
}

async function readRoom(folder: string): Promise<number> {
  // Made at the first write: until then it is where it will be made.
  const found = await told(unlessAbsent(statfs(folder)));
  const place = found ? folder : dirname(folder);
  // Room that nobody may use is none.
  await told(access(place, constants.R_OK | constants.W_OK | constants.X_OK));
  const { bavail, bsize } = found ?? (await told(statfs(place)));
  return bavail * bsize;
}

/** Folder by folder, so that memory does not grow with the store. */
async function* listFolder(folder: string): AsyncGenerator<StoredContent> {
  for (const first of await listHex(folder)) {
    for (const second of await listHex(join(folder, first))) {
      const inside = join(folder, first, second);
      const names = (await told(listNames(inside))).filter((name) =>
        findHash(`${first}/${second}/${name}`),
      );
      for (const hash of names) {
        const found = await told(unlessAbsent(stat(join(inside, hash))));
        if (found) yield { hash, bytes: found.size, writtenAt: found.mtime };
      }
    }
  }
}

async function listHex(folder: string): Promise<string[]> {
  return (await told(listNames(folder))).filter((name) => /^[0-9a-f]{2}$/.test(name));
}

/** Sorted; none where there is no such folder. */
async function listNames(folder: string): Promise<string[]> {
  return ((await unlessAbsent(readdir(folder))) ?? []).sort();
}

async function listAside(folder: string, hash: string): Promise<string[]> {
  const names = await listNames(join(folder, asideFolder));
  const keys = names.map((name) => `${asideFolder}/${name}`);
  return keys.filter((key) => key.startsWith(asidePrefix(hash))).map((key) => join(folder, key));
}

/** Between put aside and put back it is still read. */
async function readAside(folder: string, hash: string, allocate: Allocate) {
  for (const place of await listAside(folder, hash)) {
    const bytes = await readInto(place, allocate);
    if (bytes) return bytes;
  }
  return undefined;
}

type Allocate = (length: number) => Uint8Array;

async function readInto(path: string, allocate: Allocate): Promise<Uint8Array | undefined> {
  const handle = await unlessAbsent(open(path, 'r'));
  if (!handle) return undefined;
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

/** @throws SaoyError `content-missing` */
async function openContent(folder: string, hash: string): Promise<FileHandle> {
  const openAt = (place: string) => told(unlessAbsent(open(place, 'r')));
  const handle = await openAt(join(folder, keyOf(hash)));
  if (handle) return handle;
  // Between put aside and put back it is still read.
  for (const place of await told(listAside(folder, hash))) {
    const aside = await openAt(place);
    if (aside) return aside;
  }
  throw new SaoyError('content-missing', { hash });
}

const partBytes = 256 * 1024;

async function* readParts(handle: FileHandle): AsyncGenerator<Uint8Array> {
  for (;;) {
    const memory = Buffer.allocUnsafe(partBytes);
    const { bytesRead } = await told(handle.read(memory, 0, partBytes));
    if (bytesRead === 0) return;
    yield memory.subarray(0, bytesRead);
  }
}

async function isFile(path: string): Promise<boolean> {
  return (await told(unlessAbsent(stat(path))))?.isFile() ?? false;
}

/** A reader sees the whole file or none, also after a power cut: temporary file, fsync, rename, fsync. */
async function writeDurably(
  path: string,
  write: (handle: FileHandle) => Promise<void>,
): Promise<void> {
  const folder = dirname(path);
  await mkdir(folder, { recursive: true, mode: 0o700 });
  const temporary = join(folder, `.${randomUUID()}`);
  try {
    await withHandle(temporary, 'wx', async (handle) => {
      await write(handle);
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
  use: (handle: FileHandle) => Promise<void>,
): Promise<void> {
  const handle = await open(path, flags, 0o600);
  try {
    await use(handle);
  } finally {
    await handle.close();
  }
}

/** What the disk says, as a problem that the person at work is told. */
function told<Result>(work: Promise<Result>): Promise<Result> {
  return work.catch((error: unknown) => {
    throw toStorageError(error);
  });
}

async function unlessAbsent<Result>(work: Promise<Result>): Promise<Result | undefined> {
  try {
    return await work;
  } catch (error) {
    if ((error as NodeJS.ErrnoException).code === 'ENOENT') return undefined;
    throw error;
  }
}
