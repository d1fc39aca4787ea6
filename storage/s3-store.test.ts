import { createHash, randomBytes } from 'node:crypto';
import { mkdtemp, writeFile } from 'node:fs/promises';
import { type IncomingMessage, type ServerResponse, createServer } from 'node:http';
import { type AddressInfo, connect, createServer as createTcpServer } from 'node:net';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { setTimeout as sleep } from 'node:timers/promises';
import { afterEach, beforeAll, expect, test } from '@jest/globals';
import { type Line, layLine } from '../test/fixtures/line';
import { type S3Server, sharedS3 } from '../test/stack/shared';
import { openStore } from './open-store';
import { openBucket } from './s3-store';

/** A bucket whose server is away, slow, or says no. */

const abc = 'ba7816bf8f01cfea414140de5dae2223b00361a396177a9cb410ff61f20015ad';
const patience = { answerMs: 500, uploadMs: 500, tries: 3, pauseMs: 20 };
const away = { code: 'storage-unavailable' };

let real: S3Server;
const endings: (() => Promise<unknown>)[] = [];
beforeAll(async () => {
  real = await sharedS3();
}, 60_000);
afterEach(async () => {
  for (const end of endings.splice(0)) await end();
});

const at = (port: number, { bucket, key, secret } = real) =>
  `s3+http://${key}:${encodeURIComponent(secret)}@127.0.0.1:${port}/${bucket}/away`;

async function lineToReal(): Promise<Line> {
  const line = await layLine({ host: '127.0.0.1', port: real.port });
  endings.push(() => line.cut());
  return line;
}

/** A server that answers as it is told, and counts. */
async function scripted(answer: (request: IncomingMessage, response: ServerResponse) => void) {
  const asked: string[] = [];
  const server = createServer((request, response) => {
    asked.push(String(request.method));
    request.resume();
    answer(request, response);
  });
  await new Promise<void>((resolve) => server.listen(0, '127.0.0.1', resolve));
  endings.push(() => {
    server.closeAllConnections();
    return new Promise((resolve) => server.close(resolve));
  });
  return { asked, store: openBucket(at((server.address() as AddressInfo).port), patience) };
}

test('while nobody listens it is said at every question, and work goes on when it is back', async () => {
  const line = await lineToReal();
  const store = openBucket(at(line.port), patience);
  const hash = await store.put(Buffer.from('before'));
  await line.cut();
  await expect(store.put(Buffer.from('meanwhile'))).rejects.toMatchObject(away);
  await expect(store.get(hash)).rejects.toMatchObject(away);
  await expect(store.has(hash)).rejects.toMatchObject(away);
  await expect(store.room()).rejects.toMatchObject(away);
  await expect(store.list()[Symbol.asyncIterator]().next()).rejects.toMatchObject(away);
  await expect(store.remove(hash, () => Promise.resolve(false))).rejects.toMatchObject(away);
  await line.mend();
  expect(Buffer.from(await store.get(hash)).toString()).toBe('before');
});

test('a line that comes back between two tries is not noticed', async () => {
  const line = await lineToReal();
  const store = openBucket(at(line.port), { ...patience, tries: 5, pauseMs: 200 });
  await line.cut();
  const put = store.put(Buffer.from('through a gap'));
  await sleep(100);
  await line.mend();
  expect(Buffer.from(await store.get(await put)).toString()).toBe('through a gap');
});

test('an upload that is cut off leaves nothing to be seen', async () => {
  const bytes = randomBytes(20_000_000);
  const cutting = createTcpServer((near) => {
    const far = connect(real.port, '127.0.0.1');
    let passed = 0;
    near.on('data', (part) => {
      passed += part.length;
      if (passed < bytes.length / 2) return far.write(part);
      far.destroy();
      return near.destroy();
    });
    far.pipe(near);
    for (const socket of [near, far]) socket.on('error', () => undefined);
  });
  await new Promise<void>((resolve) => cutting.listen(0, '127.0.0.1', resolve));
  endings.push(() => new Promise((resolve) => cutting.close(resolve)));
  const { port } = cutting.address() as AddressInfo;
  const store = openBucket(at(port), { ...patience, uploadMs: 30_000 });
  await expect(store.put(bytes)).rejects.toMatchObject(away);

  const direct = openStore(at(real.port));
  const hash = createHash('sha256').update(bytes).digest('hex');
  expect(await direct.has(hash)).toBe(false);
  await expect(direct.get(hash)).rejects.toMatchObject({ code: 'content-missing' });
  expect(await direct.put(bytes)).toBe(hash);
  expect(bytes.equals(await direct.get(hash))).toBe(true);
}, 60_000);

test('a download that is cut off says so, and what waits for its reader is not given up', async () => {
  const bytes = randomBytes(3_000_000);
  const { store } = await scripted((_request, response) => {
    response.writeHead(200, { 'content-length': String(bytes.length) });
    response.write(bytes.subarray(0, 1_000_000), () => setTimeout(() => response.destroy(), 1_500));
  });
  let seen = 0;
  const reading = (async () => {
    for await (const part of store.read(createHash('sha256').update(bytes).digest('hex'))) {
      seen += part.length;
      // Longer than the server may take for a part.
      if (seen === part.length) await sleep(patience.answerMs * 2);
    }
  })();
  await expect(reading).rejects.toMatchObject(away);
  expect(seen).toBeLessThan(bytes.length);
});

test('a file that is sent up is sent anew from its beginning after a try that failed', async () => {
  const bytes = randomBytes(2_000_000);
  const path = join(await mkdtemp(join(tmpdir(), 'saoy s3 ')), 'file');
  await writeFile(path, bytes);
  const bodies: Buffer[] = [];
  const server = createServer((request, response) => {
    if (request.method === 'HEAD') return response.writeHead(404).end();
    const parts: Buffer[] = [];
    request.on('data', (part: Buffer) => parts.push(part));
    request.on('end', () => {
      bodies.push(Buffer.concat(parts));
      expect(request.headers['content-length']).toBe(String(bytes.length));
      response.writeHead(bodies.length < 2 ? 503 : 200).end();
    });
  });
  await new Promise<void>((resolve) => server.listen(0, '127.0.0.1', resolve));
  endings.push(() => new Promise((resolve) => server.close(resolve)));
  const store = openBucket(at((server.address() as AddressInfo).port), patience);
  await store.putFile(path);
  expect(bodies.map((body) => body.equals(bytes))).toEqual([true, true]);
});

test('a server that takes the question and never answers is given up in time', async () => {
  const { asked, store } = await scripted(() => undefined);
  const from = Date.now();
  await expect(store.has(abc)).rejects.toMatchObject(away);
  expect(asked).toHaveLength(patience.tries);
  expect(Date.now() - from).toBeGreaterThanOrEqual(patience.tries * patience.answerMs - 50);
});

test('a server that stops in the middle of its answer is given up in time', async () => {
  const { store } = await scripted((_request, response) => {
    response.writeHead(200, { 'content-length': '3' }).write('a');
  });
  await expect(store.get(abc)).rejects.toMatchObject(away);
});

test('a slow answer that goes on is waited for', async () => {
  const { store } = await scripted((_request, response) => {
    response.writeHead(200, { 'content-length': '3' });
    ['a', 'b', 'c'].forEach((letter, i) => setTimeout(() => response.write(letter), i * 300));
  });
  expect(Buffer.from(await store.get(abc)).toString()).toBe('abc');
});

test.each([500, 503, 429])('%s is asked again', async (status) => {
  let left = 2;
  const { asked, store } = await scripted((_request, response) => {
    response.writeHead(left > 0 ? status : 200).end();
    left -= 1;
  });
  expect(await store.has(abc)).toBe(true);
  expect(asked).toHaveLength(3);
});

test.each([
  [403, 'AccessDenied', 'storage-unavailable'],
  [404, 'NoSuchBucket', 'storage-unavailable'],
  [301, 'PermanentRedirect', 'storage-unavailable'],
  [403, 'QuotaExceeded', 'storage-full'],
  [507, 'XMinioStorageFull', 'storage-full'],
])('%s %s is %s, and not asked again', async (status, code, problem) => {
  const { asked, store } = await scripted((request, response) => {
    if (request.method === 'HEAD') return response.writeHead(404).end();
    return response.writeHead(status).end(`<Error><Code>${code}</Code></Error>`);
  });
  await expect(store.put(Buffer.from('abc'))).rejects.toMatchObject({ code: problem });
  expect(asked).toEqual(['HEAD', 'PUT']);
  await expect(store.get(abc)).rejects.toMatchObject({ code: problem });
});

test('a real server refuses a wrong secret and a bucket that is not there', async () => {
  for (const wrong of [{ secret: 'wrong' }, { bucket: 'no-such-bucket' }]) {
    const store = openBucket(at(real.port, { ...real, ...wrong }), patience);
    await expect(store.put(Buffer.from('abc'))).rejects.toMatchObject(away);
    await expect(store.get(abc)).rejects.toMatchObject(away);
    await expect(store.room()).rejects.toMatchObject(away);
  }
});

test.each([
  ['ftp://example/x', 'is not served'],
  ['s3://host/bucket', 'key and secret'],
  ['s3://key:secret@host', 'bucket'],
  ['s3://key:secret@host/B', 'bucket'],
  ['s3://key:sec%zz@host/bucket', '%25'],
  ['s3://key:secret@host/bucket/sp%20ace', 'prefix'],
])('“%s” is refused, and its secret is not repeated', (url, reason) => {
  const open = () => openStore(url);
  expect(open).toThrow(reason);
  expect(open).toThrow('STORAGE_URL');
  expect(open).not.toThrow(/secret@/);
});
