import { createHash, randomBytes } from 'node:crypto';
import { mkdir, mkdtemp, readdir, readlink, rm, writeFile } from 'node:fs/promises';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { pathToFileURL } from 'node:url';
import { afterAll, beforeAll, describe, expect, test } from '@jest/globals';
import { sharedS3 } from '../test/stack/shared';
import type { ByteRange, ContentStore } from './content-store';
import { openStore } from './open-store';

/** What both kinds of store promise, each on a real one. */

interface Stand {
  store: ContentStore;
  /** Where it keeps its files. */
  folder: string;
}

const stands = {
  folder: async (): Promise<Stand> => {
    const folder = await mkdtemp(join(tmpdir(), 'saoy store '));
    return { store: openStore(pathToFileURL(folder).href), folder };
  },
  s3: async (): Promise<Stand> => {
    const { port, bucket, folder, key, secret } = await sharedS3();
    const prefix = `contract/${process.pid}`;
    const url = `s3+http://${key}:${encodeURIComponent(secret)}@127.0.0.1:${port}/${bucket}/${prefix}`;
    return { store: openStore(url), folder: join(folder, prefix) };
  },
};

const abc = 'ba7816bf8f01cfea414140de5dae2223b00361a396177a9cb410ff61f20015ad';
const sha256 = (bytes: string | Uint8Array) => createHash('sha256').update(bytes).digest('hex');
const pathOf = (hash: string) => join(hash.slice(0, 2), hash.slice(2, 4), hash);

describe.each(['folder', 's3'] as const)('a store in a %s', (kind) => {
  let store: ContentStore;
  let folder: string;
  beforeAll(async () => {
    ({ store, folder } = await stands[kind]());
  }, 60_000);
  afterAll(() => rm(folder, { recursive: true, force: true }));

  const text = async (hash: string) => Buffer.from(await store.get(hash)).toString();
  const listed = async () => {
    const found = [];
    for await (const content of store.list()) found.push(content);
    return found;
  };
  const filesNow = async () => {
    // The S3 server takes folders away with the last file in them.
    await mkdir(folder, { recursive: true });
    const entries = await readdir(folder, { recursive: true, withFileTypes: true });
    return entries.filter((entry) => entry.isFile()).map(({ name }) => name);
  };

  test('has nothing and room before anything was kept', async () => {
    expect(await listed()).toEqual([]);
    expect(await store.room()).toBeGreaterThan(0);
    expect(await store.has(abc)).toBe(false);
    await expect(store.get(abc)).rejects.toMatchObject({ code: 'content-missing' });
  });

  test('keeps bytes under their SHA-256 and gives them back', async () => {
    expect(await store.put(Buffer.from('abc'))).toBe(abc);
    expect(await store.put(Buffer.from('abc'))).toBe(abc);
    expect(await store.has(abc)).toBe(true);
    expect(await text(abc)).toBe('abc');
    expect(await text(await store.put(new Uint8Array(0)))).toBe('');
    expect(await store.room()).toBeGreaterThan(0);
  });

  test('keeps it where the other kind would, so that one is copied to the other', async () => {
    const hash = await store.put(Buffer.from('at its place'));
    expect(await readdir(join(folder, hash.slice(0, 2), hash.slice(2, 4)))).toEqual([hash]);
  });

  test('reads into the memory that it is given, of the length that is needed', async () => {
    const bytes = Buffer.alloc(3_000_000, 'scan');
    const hash = await store.put(bytes);
    const lengths: number[] = [];
    const memory = Buffer.alloc(bytes.length + 100);
    const got = await store.get(hash, (length) => {
      lengths.push(length);
      return memory.subarray(0, length);
    });
    expect(lengths).toEqual([bytes.length]);
    expect(got.buffer).toBe(memory.buffer);
    expect(bytes.equals(got)).toBe(true);
  });

  const readAll = async (hash: string, range?: ByteRange) => {
    const parts: Uint8Array[] = [];
    for await (const part of store.read(hash, range)) parts.push(part);
    return Buffer.concat(parts);
  };

  test('keeps a file as it keeps bytes, and is read part by part, whole or a range of it', async () => {
    const bytes = randomBytes(1_000_001);
    const path = join(await mkdtemp(join(tmpdir(), 'saoy file ')), 'file');
    await writeFile(path, bytes);
    const hash = await store.putFile(path);
    expect(hash).toBe(sha256(bytes));
    expect(await store.putFile(path)).toBe(hash);
    expect(await store.sizeOf(hash)).toBe(bytes.length);
    expect(bytes.equals(await store.get(hash))).toBe(true);
    expect(bytes.equals(await readAll(hash))).toBe(true);
    for (const [first, last] of [
      [0, 0],
      [0, 999_999],
      [262_143, 262_144],
      [700_000, 1_000_000],
      [1_000_000, 1_000_000],
    ] as const) {
      const part = await readAll(hash, { first, last });
      expect(bytes.subarray(first, last + 1).equals(part)).toBe(true);
    }
    const empty = await store.put(new Uint8Array(0));
    expect(await store.sizeOf(empty)).toBe(0);
    expect(await readAll(empty)).toHaveLength(0);
    await rm(path);
  });

  test('what is read part by part is never seen to its end where it is damaged', async () => {
    const bytes = randomBytes(1_000_000);
    const hash = await store.put(bytes);
    await writeFile(join(folder, pathOf(hash)), Buffer.from(bytes).fill(0, 5, 9));
    for (const range of [undefined, { first: 500_000, last: 999_999 }]) {
      let seen = 0;
      const reading = (async () => {
        for await (const part of store.read(hash, range)) seen += part.length;
      })();
      await expect(reading).rejects.toMatchObject({ code: 'content-damaged' });
      expect(seen).toBeLessThan(range ? 500_000 : 1_000_000);
    }
    await rm(join(folder, pathOf(hash)));
    await expect(readAll(hash)).rejects.toMatchObject({ code: 'content-missing' });
    await expect(store.sizeOf(hash)).rejects.toMatchObject({ code: 'content-missing' });
  });

  test('who reads no further leaves nothing open', async () => {
    const hash = await store.put(randomBytes(5_000_000));
    for (let time = 0; time < 50; time += 1) {
      for await (const part of store.read(hash)) {
        expect(part.length).toBeGreaterThan(0);
        break;
      }
    }
    const open = await Promise.all(
      (await readdir('/proc/self/fd')).map((fd) => readlink(`/proc/self/fd/${fd}`).catch(() => '')),
    );
    expect(open.filter((path) => path.endsWith(hash))).toEqual([]);
  });

  test('the same bytes put many times at once are kept once', async () => {
    const bytes = Buffer.alloc(1_000_000, 7);
    const hashes = await Promise.all(Array.from({ length: 8 }, () => store.put(bytes)));
    expect(new Set(hashes)).toEqual(new Set([sha256(bytes)]));
    const files = await filesNow();
    expect(files.filter((name) => name.includes(hashes[0]!))).toEqual([hashes[0]]);
    expect(files.filter((name) => !/^[0-9a-f]{64}$/.test(name))).toEqual([]);
  });

  test('is never seen in part while it is written', async () => {
    const bytes = Buffer.alloc(20_000_000, 9);
    const hash = sha256(bytes);
    let isPut = false;
    const put = store.put(bytes).finally(() => (isPut = true));
    const answers = new Set<string>();
    while (!isPut) {
      answers.add(
        await store.get(hash).then(
          (got) => (bytes.equals(got) ? 'whole' : 'other'),
          (error: unknown) => (error as { code: string }).code,
        ),
      );
    }
    await put;
    answers.delete('whole');
    expect([...answers]).toEqual(['content-missing']);
    expect(bytes.equals(await store.get(hash))).toBe(true);
  });

  test('refuses to hand out damaged bytes', async () => {
    const hash = await store.put(Buffer.from('to be damaged'));
    await writeFile(join(folder, pathOf(hash)), 'other bytes!!');
    await expect(store.get(hash)).rejects.toMatchObject({ code: 'content-damaged' });
  });

  test.each(['../../etc/passwd', '', 'ABC', `${abc}/x`])(
    '“%s” never becomes a path',
    async (hash) => {
      const missing = { code: 'content-missing' };
      await expect(store.get(hash)).rejects.toMatchObject(missing);
      await expect((async () => store.has(hash))()).rejects.toMatchObject(missing);
      await expect((async () => store.sizeOf(hash))()).rejects.toMatchObject(missing);
      await expect(readAll(hash)).rejects.toMatchObject(missing);
      await expect((async () => store.remove(hash, never))()).rejects.toMatchObject(missing);
    },
  );

  test('lists what it keeps in the order of the hashes, and nothing else', async () => {
    const before = Date.now() - 2_000;
    const hash = await store.put(Buffer.from('listed'));
    // More than a server lists at once, put there as fast as files are written.
    const many = Array.from({ length: 1_100 }, (_, i) => sha256(`many ${i}`));
    for (const one of many) {
      await mkdir(join(folder, one.slice(0, 2), one.slice(2, 4)), { recursive: true });
      await writeFile(join(folder, pathOf(one)), 'x');
    }
    await writeFile(join(folder, hash.slice(0, 2), hash.slice(2, 4), '.scrap'), 'x');
    await writeFile(join(folder, 'notes.txt'), 'x');
    const found = await listed();
    const hashes = found.map((content) => content.hash);
    expect(hashes).toEqual([...new Set(hashes)].sort());
    expect(hashes).toEqual(expect.arrayContaining([...many, hash, abc]));
    const entry = found.find((content) => content.hash === hash);
    expect(entry).toMatchObject({ bytes: 6 });
    expect(entry!.writtenAt.getTime()).toBeGreaterThan(before);
    expect(entry!.writtenAt.getTime()).toBeLessThan(Date.now() + 2_000);
  }, 60_000);

  describe('removes', () => {
    const none = () => Promise.resolve(false);
    const some = () => Promise.resolve(true);
    const kept = (what: string) => store.put(Buffer.from(`${kind} ${what}`));
    const filesOf = async (hash: string) =>
      (await filesNow()).filter((name) => name.includes(hash));

    test('what is not needed, and again', async () => {
      const hash = await kept('not needed');
      expect(await store.remove(hash, none)).toBe(true);
      expect(await store.has(hash)).toBe(false);
      await expect(store.get(hash)).rejects.toMatchObject({ code: 'content-missing' });
      expect(await filesOf(hash)).toEqual([]);
      expect(await store.remove(hash, none)).toBe(true);
    });

    test('nothing that is needed', async () => {
      const hash = await kept('needed');
      expect(await store.remove(hash, some)).toBe(false);
      expect(await text(hash)).toBe(`${kind} needed`);
      expect(await filesOf(hash)).toEqual([hash]);
    });

    test('so that it is still read while it is asked whether it is needed', async () => {
      const hash = await kept('read meanwhile');
      const seen: string[] = [];
      await store.remove(hash, async () => {
        seen.push(await text(hash), String(await store.has(hash)));
        seen.push((await readAll(hash)).toString(), String(await store.sizeOf(hash)));
        return true;
      });
      // Whoever wants to keep the same bytes now is not told that they are there.
      const words = `${kind} read meanwhile`;
      expect(seen).toEqual([words, 'false', words, String(words.length)]);
    });

    test('so that bytes put meanwhile stay', async () => {
      const hash = await kept('put meanwhile');
      await store.remove(hash, async () => {
        await kept('put meanwhile');
        return false;
      });
      expect(await text(hash)).toBe(`${kind} put meanwhile`);
      expect(await filesOf(hash)).toEqual([hash]);
    });

    test.each([
      ['not needed', none, []],
      ['needed', some, ['there']],
    ] as const)('what a crash left aside, %s', async (what, isNeeded, left) => {
      const hash = await kept(`cut off, ${what}`);
      const crash = () => Promise.reject(new Error('crash'));
      await expect(store.remove(hash, crash)).rejects.toThrow('crash');
      expect(await text(hash)).toBe(`${kind} cut off, ${what}`);
      await store.remove(hash, isNeeded);
      expect((await filesOf(hash)).map((name) => (name === hash ? 'there' : name))).toEqual(left);
    });

    test('once, where several do it side by side', async () => {
      const hash = await kept('side by side');
      const all = (isNeeded: () => Promise<boolean>) =>
        Promise.all(Array.from({ length: 12 }, () => store.remove(hash, isNeeded)));
      expect(new Set(await all(some))).toEqual(new Set([false]));
      expect(await text(hash)).toBe(`${kind} side by side`);
      expect(new Set(await all(none))).toEqual(new Set([true]));
      expect(await filesOf(hash)).toEqual([]);
    });
  });
});

const never = () => Promise.reject(new Error('asked'));
