import { expect, test } from '@jest/globals';
import { setTimeout as sleep } from 'node:timers/promises';
import { extendBuffer, withDocumentBuffer } from './document-buffers';

const megabytes = (bytes: number) => bytes / 1024 / 1024;

test('the memory of a document is given back when the work on it is done, or has failed', async () => {
  const read = (allocate: (length: number) => Uint8Array) =>
    Promise.resolve(allocate(64 * 1024 * 1024).fill(1));
  // The module has to have been there for an instant.
  await sleep(20);
  const before = process.memoryUsage().arrayBuffers;
  let seen: Uint8Array = new Uint8Array();
  await withDocumentBuffer(read, (document) => {
    seen = Buffer.from(document.buffer, document.byteOffset, document.length);
    return Promise.resolve();
  });
  await expect(
    withDocumentBuffer(read, () => Promise.reject(new Error('failed'))),
  ).rejects.toThrow();
  expect(seen).toHaveLength(0);
  expect(megabytes(process.memoryUsage().arrayBuffers - before)).toBeLessThan(1);
});

test('the next document is read into the same memory, and who kept a view of the last sees nothing', async () => {
  const views: Uint8Array[] = [];
  const work = async (length: number, fill: number) =>
    withDocumentBuffer(
      (allocate) => Promise.resolve(allocate(length).fill(fill)),
      (document) => {
        views.push(document);
        expect(document.length).toBe(length);
        expect(document.every((byte) => byte === fill)).toBe(true);
        return Promise.resolve(megabytes(process.memoryUsage().arrayBuffers));
      },
    );
  const first = await work(24_000_000, 1);
  expect((await work(20_000_000, 2)) - first).toBeLessThan(1);
  // Two at once have memory of their own.
  expect((await Promise.all([work(20_000_000, 3), work(20_000_000, 4)]))[1] - first).toBeLessThan(
    25,
  );
  expect((await work(20_000_000, 5)) - first).toBeLessThan(1);
  expect(views.map(({ length }) => length)).toEqual([0, 0, 0, 0, 0]);
});

test('what is appended is written behind the document, in place', async () => {
  const lengths = await withDocumentBuffer(
    (allocate) => Promise.resolve(allocate(1000).fill(1)),
    (document) => {
      const longer = extendBuffer(document, 1500);
      expect(longer.buffer).toBe(document.buffer);
      // Another revision of the same earlier bytes must not write over the first.
      const other = extendBuffer(document, 1500);
      expect(other.buffer).not.toBe(document.buffer);
      return Promise.resolve([document.length, longer.length, other.length]);
    },
  );
  expect(lengths).toEqual([1000, 1500, 1500]);
});
