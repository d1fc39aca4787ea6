import { spawnSync } from 'node:child_process';
import { mkdtemp, readdir, rm, writeFile } from 'node:fs/promises';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { pathToFileURL } from 'node:url';
import { afterAll, beforeAll, expect, test } from '@jest/globals';
import { openStore } from './open-store';
import { toStorageError } from './to-storage-error';

let folder: string;
const abc = 'ba7816bf8f01cfea414140de5dae2223b00361a396177a9cb410ff61f20015ad';

beforeAll(async () => {
  folder = await mkdtemp(join(tmpdir(), 'saoy store '));
});
afterAll(() => rm(folder, { recursive: true }));

test('says how much room there is before its folder was made', async () => {
  const store = openStore(pathToFileURL(join(folder, 'to be made')).href);
  expect(await store.room()).toBeGreaterThan(0);
});

/** A file system of a megabyte, where this machine lets us have one. */
function mountSmall(at: string): boolean {
  const mount = ['mount', '-t', 'tmpfs', '-o', 'size=1m', 'tmpfs', at] as const;
  return spawnSync(mount[0], mount.slice(1)).status === 0;
}

test('has no room where nobody may use it', async () => {
  // A file is no folder to go into, for the administrator neither.
  const path = join(folder, 'no-folder');
  await writeFile(path, '');
  const store = openStore(pathToFileURL(path).href);
  await expect(store.room()).rejects.toMatchObject({ code: 'storage-unavailable' });
});

test('a full disk is told as such, leaves no scraps, and takes again what fits', async () => {
  const small = await mkdtemp(join(tmpdir(), 'saoy small '));
  if (!mountSmall(small)) return rm(small, { recursive: true });
  try {
    const full = openStore(pathToFileURL(small).href);
    await expect(full.put(Buffer.alloc(2_000_000, 1))).rejects.toMatchObject({
      code: 'storage-full',
    });
    const left = await readdir(small, { recursive: true, withFileTypes: true });
    expect(left.filter((entry) => entry.isFile())).toEqual([]);
    expect(await full.put(Buffer.from('abc'))).toBe(abc);
  } finally {
    spawnSync('umount', [small]);
    await rm(small, { recursive: true });
  }
});

test.each([
  ['ENOSPC', 'storage-full'],
  ['EDQUOT', 'storage-full'],
  ['EROFS', 'storage-unavailable'],
  ['EIO', 'storage-unavailable'],
  ['EMFILE', 'storage-unavailable'],
])('%s is %s', (code, problem) => {
  expect(toStorageError(Object.assign(new Error(code), { code }))).toMatchObject({ code: problem });
});

test('a folder that cannot be read is told as such', async () => {
  const file = join(folder, 'no folder');
  await writeFile(file, '');
  const broken = openStore(pathToFileURL(file).href);
  const away = { code: 'storage-unavailable' };
  await expect(broken.put(Buffer.from('abc'))).rejects.toMatchObject(away);
  await expect(broken.get(abc)).rejects.toMatchObject(away);
  await expect(broken.remove(abc, () => Promise.resolve(false))).rejects.toMatchObject(away);
  await expect(broken.list()[Symbol.asyncIterator]().next()).rejects.toMatchObject(away);
});
