import { afterAll, beforeAll, beforeEach, expect, test } from '@jest/globals';
import { tmpdir } from 'node:os';
import { hashSync } from '@node-rs/argon2';
import { Person } from '../../db/people/entity';
import { TryCounterRow } from '../../db/tries/entity';
import { ApiClient, said, testDeps } from '../../test/fixtures/api-client';
import { makeOffice, makePerson, password } from '../../test/fixtures/house';
import { withoutProof } from '../../test/fixtures/rules';
import { type TestDatabase, startDatabase } from '../../test/stack/database';
import { createApp } from '../app';
import type { App } from '../http/env';

let database: TestDatabase;
let app: App;
const clock = { now: Date.parse('2026-11-23T02:00:00Z') };
const proxy = '10.0.0.5';
const leader = 'leader.mau-01';

beforeAll(async () => {
  database = await startDatabase();
  await makeOffice(database.db, 'mau-01', 'UBND Phường Mẫu');
}, 60_000);
afterAll(() => database.stop());
beforeEach(async () => {
  await database.db.manager.clear(TryCounterRow);
  app = open();
});

/** Nobody works for their tries here: the limits alone are looked at. */
const open = (environment: Record<string, string> = { TRUSTED_PROXIES: proxy }) =>
  createApp({ ...testDeps(database.db, tmpdir(), clock, environment), rules: withoutProof });

/** A try through the proxy, by a browser of its own. */
async function tryFrom(address: string, username: string, typed = 'x', client = browser()) {
  const body = { username, password: typed };
  return said(
    await client.send('POST', '/api/session', body, { 'x-forwarded-for': `1.2.3.4, ${address}` }),
  );
}

const browser = () => new ApiClient(app, proxy);

async function fail(times: number, address: (time: number) => string, username: string) {
  const answers: string[] = [];
  for (let time = 0; time < times; time += 1) answers.push(await tryFrom(address(time), username));
  return answers;
}

test('failures at one address never refuse a right password from another', async () => {
  const answers = await fail(7, () => '203.0.113.9', leader);
  expect(answers).toEqual([
    ...new Array<string>(5).fill('401 sign-in-failed'),
    ...new Array<string>(2).fill('429 sign-in-throttled'),
  ]);
  expect(await tryFrom('203.0.113.9', leader, password)).toBe('429 sign-in-throttled');
  expect(await tryFrom('198.51.100.2', leader, password)).toBe('200');
});

test('another process of the API counts on where the first one stood', async () => {
  await fail(5, () => '203.0.113.9', leader);
  app = open();
  expect(await tryFrom('203.0.113.9', leader, password)).toBe('429 sign-in-throttled');
});

test('without the setting the header is not read: all come from the proxy', async () => {
  app = open({});
  const addresses = await fail(5, (time) => `203.0.113.${time}`, leader);
  expect(new Set(addresses)).toEqual(new Set(['401 sign-in-failed']));
  expect(await tryFrom('198.51.100.2', leader, password)).toBe('429 sign-in-throttled');
});

test('of sixty wrong passwords sent at once five are tried', async () => {
  const tries = Array.from({ length: 60 }, () => tryFrom('203.0.113.9', leader));
  const answers = await Promise.all(tries);
  expect(answers.filter((answer) => answer === '401 sign-in-failed')).toHaveLength(5);
  expect(answers.filter((answer) => answer === '429 sign-in-throttled')).toHaveLength(55);
});

test('sixty right ones sent at once all pass', async () => {
  const answers = await Promise.all(
    Array.from({ length: 60 }, () => tryFrom('203.0.113.9', leader, password)),
  );
  expect(new Set(answers)).toEqual(new Set(['200']));
});

test('spellings of one name count together, and none but its own opens it', async () => {
  const spellings = ['LEADER.mau-01', 'léader.mau-01', 'lEADER.MAU-01', 'leader.mau-01 ', leader];
  const answers: string[] = [];
  for (const username of spellings) answers.push(await tryFrom('203.0.113.9', username));
  expect(answers).toEqual(new Array<string>(5).fill('401 sign-in-failed'));
  expect(await tryFrom('203.0.113.9', 'Leader.mau-01')).toBe('429 sign-in-throttled');
  expect(await tryFrom('203.0.113.9', leader, password)).toBe('429 sign-in-throttled');
  expect(await tryFrom('198.51.100.2', 'LEADER.mau-01', password)).toBe('401 sign-in-failed');
});

test('31 failures from 31 addresses make the name wait, but not in a browser that knows it', async () => {
  const known = browser();
  expect(await tryFrom('198.51.100.2', leader, password, known)).toBe('200');
  const answers = await fail(31, (time) => `203.0.113.${time}`, leader);
  expect(answers.filter((answer) => answer === '401 sign-in-failed')).toHaveLength(30);
  expect(answers.at(-1)).toBe('429 sign-in-throttled');
  expect(await tryFrom('192.0.2.1', leader, password)).toBe('429 sign-in-throttled');
  // From wherever it is: also behind the very address that failed.
  expect(await tryFrom('203.0.113.0', leader, password, known)).toBe('200');
  expect(await tryFrom('192.0.2.1', 'clerk.mau-01', password)).toBe('200');
});

test('a browser that knows one name is a stranger to another, and has five tries of its own', async () => {
  const known = browser();
  await tryFrom('198.51.100.2', 'clerk.mau-01', password, known);
  for (let time = 0; time < 5; time += 1) await tryFrom('198.51.100.2', leader, 'x', known);
  expect(await tryFrom('198.51.100.2', leader, 'x', known)).toBe('429 sign-in-throttled');
  for (let time = 0; time < 5; time += 1)
    expect(await tryFrom('192.0.2.7', 'clerk.mau-01', 'x', known)).toBe('401 sign-in-failed');
  expect(await tryFrom('192.0.2.7', 'clerk.mau-01', 'x', known)).toBe('429 sign-in-throttled');
  expect(await tryFrom('192.0.2.7', 'clerk.mau-01', password)).toBe('200');
});

test('a new password makes every browser unknown, and an invented proof makes none known', async () => {
  const username = 'changes.mau-01';
  const id = await makePerson(database.db, { username, kind: 'staff' });
  const known = browser();
  await tryFrom('198.51.100.2', username, password, known);
  const forger = browser();
  const made = `${Math.floor(clock.now / 1000)}.${'A'.repeat(16)}.${'A'.repeat(43)}`;
  await fail(30, (time) => `203.0.113.${time}`, username);
  const headers = { cookie: `__Host-saoy_devices=${made}`, 'x-forwarded-for': '192.0.2.1' };
  const forged = await forger.send('POST', '/api/session', { username, password }, headers);
  expect(await said(forged)).toBe('429 sign-in-throttled');
  expect(await tryFrom('192.0.2.1', username, password, known)).toBe('200');
  const passwordHash = hashSync('khác', { memoryCost: 8, timeCost: 1, parallelism: 1 });
  await database.db.manager.update(Person, { id }, { passwordHash });
  expect(await tryFrom('192.0.2.1', username, 'khác', known)).toBe('429 sign-in-throttled');
});

test('one computer is known to the several people who use it', async () => {
  const shared = browser();
  await tryFrom('198.51.100.2', 'clerk.mau-01', password, shared);
  await tryFrom('198.51.100.2', leader, password, shared);
  await fail(30, (time) => `203.0.113.${time}`, leader);
  await fail(30, (time) => `203.0.113.${time}`, 'clerk.mau-01');
  expect(await tryFrom('192.0.2.1', 'clerk.mau-01', password, shared)).toBe('200');
  expect(await tryFrom('192.0.2.1', leader, password, shared)).toBe('200');
});

test('four failures, a success, four failures: still let in', async () => {
  const answers = [
    ...(await fail(4, () => '203.0.113.9', leader)),
    await tryFrom('203.0.113.9', leader, password),
    ...(await fail(4, () => '203.0.113.9', leader)),
    await tryFrom('203.0.113.9', leader, password),
  ];
  expect(answers.filter((answer) => answer === '200')).toHaveLength(2);
  expect(answers).not.toContain('429 sign-in-throttled');
});

test('sixty failures at one address slow it down, and shut nobody out who knows the password', async () => {
  for (let time = 0; time < 60; time += 1)
    expect(await tryFrom('203.0.113.9', `nobody-${time}`)).toBe('401 sign-in-failed');
  const start = performance.now();
  expect(await tryFrom('203.0.113.9', leader, password)).toBe('200');
  expect(performance.now() - start).toBeGreaterThan(1_900);
}, 60_000);
