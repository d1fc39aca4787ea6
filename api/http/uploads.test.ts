import { afterAll, beforeAll, expect, test } from '@jest/globals';
import { mkdtemp, rm } from 'node:fs/promises';
import type { Server } from 'node:http';
import { type AddressInfo, type Socket, connect } from 'node:net';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { once } from 'node:events';
import { setTimeout as sleep } from 'node:timers/promises';
import { serve } from '@hono/node-server';
import { SaoyError } from '../../domain/problem';
import { ApiClient, testDeps } from '../../test/fixtures/api-client';
import { acceptDossier } from '../../test/fixtures/dossiers';
import { type TestOffice, makeOffice } from '../../test/fixtures/house';
import { type TestDatabase, startDatabase } from '../../test/stack/database';
import { drawScan } from '../../test/documents/draw-scan';
import { sharedTrust } from '../../test/stack/shared';
import { createApp } from '../app';
import type { App } from './env';
import { Uploads } from './uploads';

let database: TestDatabase;
let office: TestOffice;
let app: App;
let server: Server;
let folder: string;
let origin: string;
const open: Socket[] = [];
const clock = { now: Date.parse('2026-11-23T02:00:00Z') };

beforeAll(async () => {
  database = await startDatabase();
  office = await makeOffice(database.db, 'mau-01', 'UBND Phường Mẫu');
  folder = await mkdtemp(join(tmpdir(), 'saoy-uploads-'));
  const { trustAnchors } = await sharedTrust();
  app = createApp(
    testDeps(database.db, folder, clock, {
      TRUSTED_PROXIES: '127.0.0.1',
      TRUST_ANCHORS_FILE: trustAnchors,
    }),
  );
  server = serve({ fetch: app.fetch, hostname: '127.0.0.1', port: 0 }) as Server;
  await once(server, 'listening');
  origin = `http://127.0.0.1:${(server.address() as AddressInfo).port}`;
}, 60_000);
afterAll(async () => {
  for (const socket of open) socket.destroy();
  server.close();
  server.closeAllConnections();
  await database.stop();
  await rm(folder, { recursive: true });
});

/** A form that comes at some bytes a second and never ends. */
async function crawl(method: string, path: string, headers: Record<string, string>) {
  const { port, hostname } = new URL(origin);
  const socket = connect(Number(port), hostname);
  open.push(socket);
  await once(socket, 'connect');
  const head = {
    host: 'saoy.example',
    'content-type': 'multipart/form-data; boundary=b',
    'content-length': '20000000',
    ...headers,
  };
  const lines = Object.entries(head).map(([name, value]) => `${name}: ${value}\r\n`);
  socket.write(`${method} ${path} HTTP/1.1\r\n${lines.join('')}\r\n--b\r\n`);
  let answer = '';
  socket.on('data', (chunk: Buffer) => (answer += chunk.toString('latin1')));
  const drip = setInterval(() => socket.write('x'), 200);
  const closed = new Promise<void>((resolve) => socket.on('close', () => resolve()));
  void closed.then(() => clearInterval(drip));
  socket.on('error', () => {});
  return { answer: () => answer, closed };
}

async function timed(path: string, init: RequestInit) {
  const start = performance.now();
  const answer = await fetch(`${origin}${path}`, init);
  await answer.arrayBuffer();
  return { status: answer.status, ms: performance.now() - start };
}

function formOf(bytes: Uint8Array): FormData {
  const form = new FormData();
  form.set('file', new Blob([bytes]), 'a.pdf');
  return form;
}

test('20 slow bodies on /api/verify and 10 on …/scan delay no honest request beyond 2 s', async () => {
  const officer = await new ApiClient(app).signIn('officer.mau-01');
  const dossier = await acceptDossier(database.db, office, '2026-11-23T08:00:00+07:00');
  const scanPath = `/api/dossiers/${dossier.id}/scan`;
  const scan = drawScan(1);
  const verify = (headers?: Record<string, string>) =>
    timed('/api/verify', { method: 'POST', body: formOf(scan), ...(headers && { headers }) });
  // Warm: what is loaded at the first file is not the slow bodies' fault.
  await verify();
  const slow = await Promise.all([
    ...Array.from({ length: 20 }, () => crawl('POST', '/api/verify', {})),
    ...Array.from({ length: 10 }, () => crawl('PUT', scanPath, officer.headers())),
  ]);
  const honest = [
    await verify(),
    await verify({ 'x-forwarded-for': '203.0.113.9' }),
    await timed(scanPath, { method: 'PUT', body: formOf(scan), headers: officer.headers() }),
  ];
  for (const { status, ms } of honest) {
    expect(status).toBe(200);
    expect(ms).toBeLessThan(2_000);
  }
  // Those that gave way were told why, and their lines are closed.
  let told;
  while (!(told = slow.find(({ answer }) => answer() !== ''))) await sleep(20);
  await told.closed;
  expect(told.answer()).toMatch(/^HTTP\/1.1 408 /);
  expect(told.answer()).toContain('request-too-slow');
}, 60_000);

test('one address has four files with us at once, and what crawls gives way to the next', async () => {
  const headers = { 'x-forwarded-for': '198.51.100.7' };
  const four = await Promise.all(
    Array.from({ length: 4 }, () => crawl('POST', '/api/verify', headers)),
  );
  await new Promise((resolve) => setTimeout(resolve, 1_000));
  expect(four.map(({ answer }) => answer())).toEqual(['', '', '', '']);
  await crawl('POST', '/api/verify', headers);
  await Promise.race(four.map(({ closed }) => closed));
  const told = four.filter(({ answer }) => answer() !== '');
  expect(told).toHaveLength(1);
}, 60_000);

test('who waits for room is let in in the order of coming', async () => {
  const uploads = new Uploads();
  const letIn: string[] = [];
  let release = () => {};
  const held = new Promise<void>((resolve) => (release = resolve));
  const take = (name: string, work: Promise<void>) =>
    uploads.take('person 1', new Blob(['x']).stream(), room, () => {
      letIn.push(name);
      return work;
    });
  const holders = ['a', 'b', 'c', 'd'].map((name) => take(name, held));
  // Each looks again four times a second: where any that looks is let in, the second is, sooner.
  const first = take('first', Promise.resolve());
  await new Promise((resolve) => setTimeout(resolve, 150));
  const second = take('second', Promise.resolve());
  await new Promise((resolve) => setTimeout(resolve, 150));
  release();
  await Promise.all([...holders, first, second]);
  expect(letIn).toEqual(['a', 'b', 'c', 'd', 'first', 'second']);
});

const room = { bytesMax: 10, tooLarge: () => new SaoyError('request-too-large') };
