import { afterAll, beforeAll, expect, test } from '@jest/globals';
import { mkdtemp, readdir, rm, writeFile } from 'node:fs/promises';
import { spawnSync } from 'node:child_process';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { pathToFileURL } from 'node:url';
import { openStore, toStorageError } from './content-store';

let folder: string;
const abc = 'ba7816bf8f01cfea414140de5dae2223b00361a396177a9cb410ff61f20015ad';
const store = () => openStore(pathToFileURL(folder).href);

beforeAll(async () => {
  folder = await mkdtemp(join(tmpdir(), 'saoy store '));
});
afterAll(() => rm(folder, { recursive: true }));

test('keeps bytes under their SHA-256 and gives them back', async () => {
  expect(await store().has(abc)).toBe(false);
  expect(await store().put(Buffer.from('abc'))).toBe(abc);
  expect(await store().has(abc)).toBe(true);
  expect(Buffer.from(await store().get(abc)).toString()).toBe('abc');
});

test('the same bytes put many times at once leave one file and no scraps', async () => {
  const bytes = Buffer.alloc(1_000_000, 7);
  const hashes = await Promise.all(Array.from({ length: 8 }, () => store().put(bytes)));
  const hash = hashes[0]!;
  expect(new Set(hashes).size).toBe(1);
  expect(await readdir(join(folder, hash.slice(0, 2), hash.slice(2, 4)))).toEqual([hash]);
});

test('refuses to hand out damaged bytes', async () => {
  const hash = await store().put(Buffer.from('to be damaged'));
  await writeFile(join(folder, hash.slice(0, 2), hash.slice(2, 4), hash), 'other bytes');
  await expect(store().get(hash)).rejects.toMatchObject({ code: 'content-damaged' });
});

test('says that an unknown hash is not there', async () => {
  await expect(store().get('0'.repeat(64))).rejects.toMatchObject({ code: 'content-missing' });
});

test.each(['../../etc/passwd', '', 'ABC', `${abc}/x`])(
  '“%s” never becomes a path',
  async (hash) => {
    await expect(store().get(hash)).rejects.toMatchObject({ code: 'content-missing' });
    await expect(store().has(hash)).rejects.toMatchObject({ code: 'content-missing' });
  },
);

test('refuses a kind of store that is not served', () => {
  expect(() => openStore('ftp://example/x')).toThrow('STORAGE_URL');
});

test('says how much room there is, also before anything was kept', async () => {
  expect(await store().room()).toBeGreaterThan(0);
  expect(await openStore(pathToFileURL(join(folder, 'to be made')).href).room()).toBeGreaterThan(0);
});

/** A file system of a megabyte, where this machine lets us have one. */
function mountSmall(at: string): boolean {
  const mount = ['mount', '-t', 'tmpfs', '-o', 'size=1m', 'tmpfs', at] as const;
  return spawnSync(mount[0], mount.slice(1)).status === 0;
}

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
  await expect(broken.put(Buffer.from('abc'))).rejects.toMatchObject({
    code: 'storage-unavailable',
  });
  await expect(broken.get(abc)).rejects.toMatchObject({ code: 'storage-unavailable' });
});
