import { afterAll, beforeAll, beforeEach, expect, test } from '@jest/globals';
import { tmpdir } from 'node:os';
import { TryCounterRow } from '../../db/tries/entity';
import { ApiClient, said, testDeps } from '../../test/fixtures/api-client';
import { makeOffice, password } from '../../test/fixtures/house';
import { solveProof } from '../../test/fixtures/solve-proof';
import { type TestDatabase, startDatabase } from '../../test/stack/database';
import { createApp } from '../app';
import type { App } from '../http/env';

let database: TestDatabase;
let app: App;
const clock = { now: Date.parse('2026-11-23T02:00:00Z') };
const leader = 'leader.mau-01';

beforeAll(async () => {
  database = await startDatabase();
  await makeOffice(database.db, 'mau-01', 'UBND Phường Mẫu');
  app = createApp(testDeps(database.db, tmpdir(), clock));
}, 60_000);
afterAll(() => database.stop());
beforeEach(() => database.db.manager.clear(TryCounterRow));

const browser = (address = '203.0.113.9') => new ApiClient(app, address);

async function signIn(
  typed: { username: string; password: string; proof?: string },
  client = browser(),
): Promise<string> {
  return said(await client.send('POST', '/api/session', typed));
}

async function fail(username: string, times = 3): Promise<void> {
  for (let time = 0; time < times; time += 1) await signIn({ username, password: 'x' });
}

test('after three failures a sign-in wants work, whether there is such an account or not', async () => {
  for (const username of [leader, 'nobody.mau-01']) {
    await fail(username, 2);
    expect(await signIn({ username, password: 'x' })).toBe('401 sign-in-failed');
    expect(await signIn({ username, password })).toBe('403 proof-needed');
  }
});

test('with it the right password lets in, from elsewhere too, and a wrong one is told as ever', async () => {
  await fail(leader);
  const elsewhere = browser('198.51.100.7');
  expect(await signIn({ username: leader, password }, elsewhere)).toBe('403 proof-needed');
  const first = await solveProof(browser());
  expect(await signIn({ username: leader, password: 'x', proof: first })).toBe(
    '401 sign-in-failed',
  );
  const second = await solveProof(browser());
  expect(await signIn({ username: leader, password, proof: second }, elsewhere)).toBe('200');
});

test('a browser that the account knows works for nothing', async () => {
  const known = browser();
  await signIn({ username: leader, password }, known);
  await fail(leader);
  expect(await signIn({ username: leader, password }, known)).toBe('200');
});

test('a proof is good once, also of two who bring it at the same moment', async () => {
  await fail(leader);
  const proof = await solveProof(browser());
  const typed = { username: leader, password: 'x', proof };
  const answers = await Promise.all([signIn(typed), signIn(typed)]);
  expect(answers.sort()).toEqual(['401 sign-in-failed', '403 proof-needed']);
});

test.each([
  ['cheaper work', { cost: 1 }],
  ['an easier prefix', { keyPrefix: '0' }],
  ['another time', { data: { until: 9_999_999_999_999 } }],
  ['another nonce', { nonce: '00'.repeat(16) }],
])('%s than we gave is none', async (_what, change) => {
  await fail(leader);
  const read = JSON.parse(Buffer.from(await solveProof(browser()), 'base64').toString('utf8')) as {
    challenge: { parameters: object };
  };
  Object.assign(read.challenge.parameters, change);
  const proof = Buffer.from(JSON.stringify(read)).toString('base64');
  expect(await signIn({ username: leader, password, proof })).toBe('403 proof-needed');
});

test.each([
  '',
  '%%%',
  Buffer.from('{}').toString('base64'),
  Buffer.from('null').toString('base64'),
])('a proof that reads %j is none', async (proof) => {
  await fail(leader);
  expect(await signIn({ username: leader, password, proof })).toBe('403 proof-needed');
});

test('work that was given ten minutes ago counts no more', async () => {
  const proof = await solveProof(browser());
  clock.now += 10 * 60_000;
  await fail(leader);
  expect(await signIn({ username: leader, password, proof })).toBe('403 proof-needed');
});
