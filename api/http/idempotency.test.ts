import { afterAll, beforeAll, beforeEach, expect, test } from '@jest/globals';
import { tmpdir } from 'node:os';
import { setTimeout as sleep } from 'node:timers/promises';
import { IdempotencyRecord } from '../../db/idempotency/entity';
import { SaoyError } from '../../domain/problem';
import { ApiClient, said, testDeps } from '../../test/fixtures/api-client';
import { makeOffice } from '../../test/fixtures/house';
import { type TestDatabase, startDatabase } from '../../test/stack/database';
import { createApp } from '../app';
import type { App } from './env';
import { withIdempotency } from './idempotency';

let database: TestDatabase;
let app: App;
let officer: ApiClient;
let leader: ApiClient;
const clock = { now: Date.parse('2026-11-23T14:00:00+07:00') };
/** What the act under test does, and how often it was done. */
let act: () => Promise<object>;
let acts = 0;

beforeAll(async () => {
  database = await startDatabase();
  await makeOffice(database.db, 'mau-01', 'UBND Phường Mẫu');
  const deps = testDeps(database.db, tmpdir(), clock);
  app = createApp(deps);
  app.post('/api/acts/:id', async (c) =>
    c.json(
      await withIdempotency(c, deps, () => {
        acts += 1;
        return act();
      }),
      200,
    ),
  );
  officer = await new ApiClient(app).signIn('officer.mau-01');
  leader = await new ApiClient(app).signIn('leader.mau-01');
}, 60_000);
afterAll(() => database.stop());
beforeEach(() => {
  acts = 0;
  act = () => Promise.resolve({ done: acts });
});

const send = (key: string, body: object = { a: 1 }, client = officer, id = '1') =>
  client.send('POST', `/api/acts/${id}`, body, { 'idempotency-key': key });
const answerOf = async (sent: Promise<Response>) => (await sent).json();

test('the same request sent again acts once and answers the same', async () => {
  expect(await answerOf(send('key-first'))).toEqual({ done: 1 });
  expect(await answerOf(send('key-first'))).toEqual({ done: 1 });
  expect(acts).toBe(1);
});

test('ten at once act once, and all get the answer of the one', async () => {
  act = () => new Promise((resolve) => setTimeout(() => resolve({ done: acts }), 300));
  const answers = await Promise.all(Array.from({ length: 10 }, () => answerOf(send('key-ten-x'))));
  expect(new Set(answers.map((answer) => JSON.stringify(answer)))).toEqual(new Set(['{"done":1}']));
  expect(acts).toBe(1);
});

test('another body or another address under the same key is refused', async () => {
  await send('key-other');
  expect(await said(await send('key-other', { a: 2 }))).toBe('422 idempotency-key-reused');
  expect(await said(await send('key-other', { a: 1 }, officer, '2'))).toBe(
    '422 idempotency-key-reused',
  );
  expect(acts).toBe(1);
});

test('a key belongs to its person', async () => {
  await send('key-mine-x');
  expect(await answerOf(send('key-mine-x', { a: 2 }, leader))).toEqual({ done: 2 });
});

test('a refusal is the answer of its key; other contents under it are another request', async () => {
  act = () => Promise.reject(new SaoyError('pin-wrong', { triesLeft: 4 }));
  const first = await (await send('key-refused')).json();
  expect(first).toMatchObject({ code: 'pin-wrong', params: { triesLeft: 4 } });
  act = () => Promise.resolve({ done: 'now' });
  expect(await (await send('key-refused')).json()).toEqual(first);
  expect(await said(await send('key-refused', { a: 'the right one' }))).toBe(
    '422 idempotency-key-reused',
  );
  expect(acts).toBe(1);
});

test.each(['database-unavailable', 'action-pending', 'sign-in-throttled'] as const)(
  'where the answer was %s the same request acts again, and no other does under its key',
  async (code) => {
    act = () => Promise.reject(new SaoyError(code));
    const key = `key-again-${code}`;
    expect(await said(await send(key))).toMatch(new RegExp(code));
    act = () => Promise.resolve({ done: 'now' });
    expect(await said(await send(key, { a: 2 }))).toBe('422 idempotency-key-reused');
    expect(await answerOf(send(key))).toEqual({ done: 'now' });
    expect(acts).toBe(2);
  },
);

test('while the first still runs the second waits, then is told so; its lease is renewed', async () => {
  let finish: (answer: object) => void = () => undefined;
  act = () => new Promise((resolve) => (finish = resolve));
  const first = send('key-slow-x');
  while (acts === 0) await sleep(20);
  const before = await leaseOf('key-slow-x');
  // The process lives: it moves the end of its lease on, and so nobody takes its key.
  clock.now += 4_000;
  while ((await leaseOf('key-slow-x')) <= before) await sleep(50);
  clock.now += 4_000;
  expect(await said(await send('key-slow-x'))).toBe('409 dossier-busy');
  finish({ done: 'by the first' });
  expect(await answerOf(first)).toEqual({ done: 'by the first' });
  expect(acts).toBe(1);
}, 30_000);

test('what a process that died has begun is taken over when its lease ends, by one of two', async () => {
  const headers = { 'idempotency-key': 'key-dead-x' };
  const ask = () => officer.send('POST', '/api/acts/1', { a: 1 }, headers);
  act = () => new Promise((resolve) => setTimeout(() => resolve({ done: acts }), 300));
  await answerOf(ask());
  // As a process leaves it that is killed while it acts.
  const leaseEndsAt = new Date(clock.now + 6_000);
  await database.db.manager.update(
    IdempotencyRecord,
    { key: 'key-dead-x' },
    { status: null, body: null, leaseEndsAt },
  );
  acts = 0;
  const two = [ask(), ask()];
  await sleep(500);
  expect(acts).toBe(0);
  clock.now += 6_001;
  expect(await Promise.all(two.map(answerOf))).toEqual([{ done: 1 }, { done: 1 }]);
  expect(acts).toBe(1);
}, 20_000);

const leaseOf = async (key: string) => {
  const row = await database.db.manager.findOneByOrFail(IdempotencyRecord, { key });
  return row.leaseEndsAt;
};

test.each(['', 'short', 'with blanks in it', 'x'.repeat(81)])('“%s” is no key', async (key) => {
  expect(await said(await send(key))).toBe('400 idempotency-key-missing');
});

test('nobody acts without signing in', async () => {
  expect(await said(await send('key-nobody', {}, new ApiClient(app)))).toBe('401 sign-in-needed');
  const forged = { ...officer.headers(), 'x-csrf-token': 'x', 'idempotency-key': 'key-forged' };
  const answer = await app.request('/api/acts/1', { method: 'POST', headers: forged });
  expect(await said(answer)).toBe('403 csrf-token-invalid');
  expect(acts).toBe(0);
});
