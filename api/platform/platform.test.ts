import { afterAll, beforeAll, expect, test } from '@jest/globals';
import { randomUUID } from 'node:crypto';
import { readFile } from 'node:fs/promises';
import { once } from 'node:events';
import type { AddressInfo } from 'node:net';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { createLog } from '../../ops/log';
import { createRegistry } from '../../ops/metrics/process-registry';
import { serveMetrics } from '../../ops/metrics/serve-metrics';
import { SaoyError } from '../../domain/problem';
import { OfficeRight, Person } from '../../db/people/entity';
import { createDataSource } from '../../db/data-source';
import { ApiClient, said, testDeps } from '../../test/fixtures/api-client';
import { acceptDossier, moveDossier } from '../../test/fixtures/dossiers';
import { type TestOffice, giveRight, makeOffice, makePerson } from '../../test/fixtures/house';
import { layLine } from '../../test/fixtures/line';
import { type TestDatabase, startDatabase } from '../../test/stack/database';
import { createApp } from '../app';
import type { App } from '../http/env';
import { checkStorage } from '../preflight/check-storage';

let database: TestDatabase;
let here: TestOffice;
let there: TestOffice;
let app: App;
let leader: ApiClient;
const registry = createRegistry('api');
const clock = { now: Date.parse('2026-11-23T14:00:00+07:00') };

beforeAll(async () => {
  database = await startDatabase();
  here = await makeOffice(database.db, 'mau-01', 'UBND Phường Mẫu');
  there = await makeOffice(database.db, 'mau-02', 'UBND Phường Khác');
  app = createApp(testDeps(database.db, tmpdir(), clock), { registry });
  leader = await new ApiClient(app).signIn('leader.mau-01');
}, 60_000);
afterAll(() => database.stop());

test('an open page hears of its office’s dossiers within seconds, and of no other’s', async () => {
  const { db } = database;
  const answer = await leader.get(`/api/events?officeId=${here.id}`);
  expect(answer.headers.get('content-type')).toContain('text/event-stream');
  const heard = listen(answer);
  await heard.until('retry');
  const foreign = await acceptDossier(db, there, '2026-11-23T08:00:00+07:00');
  const mine = await acceptDossier(db, here, '2026-11-23T08:00:00+07:00');
  await heard.until(`{"id":"${mine.id}","stage":"accepted",`);
  await moveDossier(db, mine, '2026-11-23T09:00:00+07:00', { action: 'submit' });
  await heard.until(`{"id":"${mine.id}","stage":"awaiting-signature",`);
  expect(heard.text()).not.toContain(foreign.id);
  await heard.stop();
});

test('a stream opens with what has just changed', async () => {
  const dossier = await acceptDossier(database.db, here, '2026-11-23T10:00:00+07:00');
  const heard = listen(await leader.get(`/api/events?officeId=${here.id}`));
  await heard.until(dossier.id);
  await heard.stop();
});

/** How many milliseconds until the stream ends. */
async function msUntilEnd(answer: Response): Promise<number> {
  const start = performance.now();
  const reader = (answer.body as ReadableStream<Uint8Array>).getReader();
  while (!(await reader.read()).done);
  return performance.now() - start;
}

const endRights = (personId: string) =>
  database.db.manager.update(OfficeRight, { personId }, { untilAt: new Date(clock.now) });

test.each<[string, (who: ApiClient, personId: string) => Promise<unknown>]>([
  ['its person signs out', (who) => who.send('DELETE', '/api/session')],
  [
    'its person is made inactive',
    (_who, id) => database.db.manager.update(Person, { id }, { state: 'inactive' }),
  ],
  ['its person loses the last right in the office', (_who, personId) => endRights(personId)],
  [
    'all that its person keeps is to administer the office',
    async (_who, personId) => {
      await endRights(personId);
      await giveRight(database.db, { personId, officeId: here.id, right: 'administer' });
    },
  ],
])('a stream ends within 5 s when %s', async (_what, lose) => {
  const username = `leaves-${randomUUID().slice(0, 8)}`;
  const personId = await makePerson(database.db, { username, kind: 'staff' });
  await giveRight(database.db, { personId, officeId: here.id, right: 'seal' });
  const who = await new ApiClient(app).signIn(username);
  const stream = await who.get(`/api/events?officeId=${here.id}`);
  expect(stream.status).toBe(200);
  await lose(who, personId);
  expect(await msUntilEnd(stream)).toBeLessThan(5_000);
});

test('a session has a dozen streams at once, and one that ended makes room', async () => {
  const clerk = await new ApiClient(app).signIn('clerk.mau-01');
  const open = () => clerk.get(`/api/events?officeId=${here.id}`);
  const streams = await Promise.all(Array.from({ length: 12 }, open));
  expect(streams.map(({ status }) => status)).toEqual(new Array<number>(12).fill(200));
  expect(await said(await open())).toBe('429 streams-too-many');
  const other = await new ApiClient(app).signIn('clerk.mau-01');
  const apart = await other.get(`/api/events?officeId=${here.id}`);
  expect(apart.status).toBe(200);
  for (const stream of [apart, ...streams]) await stream.body?.cancel();
  let again = await open();
  for (let tries = 0; tries < 50 && again.status !== 200; tries += 1) {
    await new Promise((resolve) => setTimeout(resolve, 100));
    again = await open();
  }
  expect(again.status).toBe(200);
  await again.body?.cancel();
});

test('who may not listen', async () => {
  expect(await said(await leader.get(`/api/events?officeId=${there.id}`))).toBe(
    '404 office-unknown',
  );
  const nobody = new ApiClient(app);
  expect(await said(await nobody.get(`/api/events?officeId=${here.id}`))).toBe(
    '401 sign-in-needed',
  );
});

test('the process lives, and says which part it stands on is away', async () => {
  expect(await said(await leader.get('/healthz'))).toBe('200');
  const answer = await leader.get('/readyz');
  expect(answer.status).toBe(503);
  expect(await answer.json()).toEqual({
    status: 'unavailable',
    database: 'ok',
    temporal: 'unavailable',
    storage: expect.any(String) as unknown,
  });
});

test('little room in the storage is said where operators look', async () => {
  const short = testDeps(database.db, tmpdir(), clock);
  const answerOf = async (room: () => Promise<number>) => {
    const store = { ...short.store, room };
    const answer = await createApp({ ...short, store }).request('/readyz');
    return ((await answer.json()) as { storage: string }).storage;
  };
  expect(await answerOf(() => Promise.resolve(2 ** 30))).toBe('ok');
  expect(await answerOf(() => Promise.resolve(2 ** 30 - 1))).toBe('low');
  expect(await answerOf(() => Promise.resolve(1_000))).toBe('full');
  const gone = () => Promise.reject(new SaoyError('storage-unavailable'));
  expect(await answerOf(gone)).toBe('unavailable');
  const lines = await checkStorage({ ...short, store: { ...short.store, room: gone } });
  expect(lines).toMatchObject([{ check: 'storage', ok: false }]);
});

test('while the database is away every question says so, and after it all goes on', async () => {
  const url = new URL(database.url);
  const line = await layLine({ host: url.hostname, port: Number(url.port) });
  url.port = String(line.port);
  const db = await createDataSource(url.href).initialize();
  const far = createApp(testDeps(db, tmpdir(), clock));
  const officer = await new ApiClient(far).signIn('officer.mau-01');
  const counts = () => officer.get(`/api/dossiers/counts?officeId=${here.id}`);
  expect(await said(await counts())).toBe('200');

  await line.cut();
  expect(await said(await counts())).toBe('503 database-unavailable');
  const signIn = { username: 'leader.mau-01', password: 'x' };
  const answer = await new ApiClient(far).send('POST', '/api/session', signIn);
  expect(await said(answer)).toBe('503 database-unavailable');
  expect(await (await officer.get('/readyz')).json()).toMatchObject({ database: 'unavailable' });

  await line.mend();
  expect(await said(await counts())).toBe('200');
  await db.destroy();
  await line.cut();
});

test('requests are measured by route, without ids', async () => {
  const dossier = await acceptDossier(database.db, here, '2026-11-23T11:00:00+07:00');
  await leader.get(`/api/dossiers/${dossier.id}`);
  const text = await registry.metrics();
  expect(text).toContain(
    'saoy_http_request_seconds_count{process="api",method="GET",route="/api/dossiers/:id",status="200"} 1',
  );
  expect(text).not.toContain(dossier.id);
});

test('figures are at a port of their own, and not where everybody comes', async () => {
  expect(await said(await leader.get('/metrics'))).toBe('404 not-found');
  const server = serveMetrics(registry, { host: '127.0.0.1', port: 0 }, createLog('api', 'silent'));
  await once(server, 'listening');
  const origin = `http://127.0.0.1:${(server.address() as AddressInfo).port}`;
  expect(await (await fetch(`${origin}/metrics`)).text()).toContain('saoy_http_request_seconds');
  expect((await fetch(`${origin}/`)).status).toBe(404);
  server.closeAllConnections();
  server.close();
});

test('no answer of the API is kept, whatever it says', async () => {
  for (const path of ['/api/session', `/api/dossiers?officeId=${here.id}`, '/api/nowhere']) {
    for (const who of [leader, new ApiClient(app)]) {
      const answer = await who.get(path);
      expect([path, answer.headers.get('cache-control')]).toEqual([path, 'no-store']);
    }
  }
});

test('every route of the contract is described, and the page shows it', async () => {
  const described = (await (await leader.get('/api/openapi.json')).json()) as {
    openapi: string;
    info: { version: string };
    paths: Record<string, Record<string, unknown>>;
  };
  expect(described.openapi).toBe('3.1.0');
  const manifest = await readFile(join(__dirname, '../../package.json'), 'utf8');
  expect(described.info.version).toBe((JSON.parse(manifest) as { version: string }).version);
  const contract = await readFile(join(__dirname, '../../docs/api-contract.md'), 'utf8');
  const written = [...contract.matchAll(/`(GET|POST|PUT|PATCH|DELETE) (\/[^ ?`]+)/g)];
  const inContract = written.map(([, method = '', path = '']) => `${method} /api${path}`);
  const inDescription = Object.entries(described.paths).flatMap(([path, methods]) =>
    Object.keys(methods).map((method) => `${method.toUpperCase()} ${path}`),
  );
  expect(inContract.length).toBeGreaterThan(20);
  expect(inContract.sort()).toEqual(inDescription.sort());
  const page = await (await leader.get('/api/docs')).text();
  expect(page).toContain('<code>/api/dossiers/{id}/timeline</code>');
  expect(page).not.toContain('<script');
});

function listen(answer: Response) {
  const reader = (answer.body as ReadableStream<Uint8Array>).getReader();
  const decoder = new TextDecoder();
  let text = '';
  return {
    text: () => text,
    async until(part: string) {
      while (!text.includes(part)) {
        const { value, done } = await reader.read();
        if (done) throw new Error(`the stream ended before “${part}”`);
        text += decoder.decode(value, { stream: true });
      }
    },
    stop: () => reader.cancel(),
  };
}
