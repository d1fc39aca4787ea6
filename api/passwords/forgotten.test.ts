import { afterAll, beforeAll, beforeEach, expect, test } from '@jest/globals';
import { randomInt } from 'node:crypto';
import { tmpdir } from 'node:os';
import { OneTimeCode } from '../../db/codes/entity';
import { Person } from '../../db/people/entity';
import { TryCounterRow } from '../../db/tries/entity';
import { codeOf } from '../../identity/codes/one-time-code';
import { keyFor } from '../../identity/secrets/key-for';
import { ApiClient, said, testDeps } from '../../test/fixtures/api-client';
import { makePerson, password as oldPassword } from '../../test/fixtures/house';
import { solveProof } from '../../test/fixtures/solve-proof';
import { codeSentTo, textsOf } from '../../test/fixtures/text-messages';
import { type TestDatabase, startDatabase } from '../../test/stack/database';
import { createApp } from '../app';
import type { ApiDeps } from '../http/deps';
import type { App } from '../http/env';

let database: TestDatabase;
let deps: ApiDeps;
let app: App;
const clock = { now: Date.parse('2026-11-23T02:00:00Z') };
const second = 1_000;
const password = 'một mật khẩu mới đủ dài';

beforeAll(async () => {
  database = await startDatabase();
  deps = testDeps(database.db, tmpdir(), clock, { SMS_GATEWAY_URL: 'http://127.0.0.1:1/texts' });
  app = createApp(deps);
}, 60_000);
afterAll(() => database.stop());
beforeEach(async () => {
  await database.db.manager.clear(TryCounterRow);
  clock.now += 3_600 * second;
});

const browser = () => new ApiClient(app, '203.0.113.9');

async function makeCitizen(): Promise<{ id: string; username: string; phone: string }> {
  const username = `0${randomInt(10_000_000_000, 99_999_999_999)}`;
  const phone = `09${randomInt(10_000_000, 99_999_999)}`;
  const facts = { username, identifier: username, phone, kind: 'citizen' as const };
  return { id: await makePerson(database.db, facts), username, phone };
}

async function forget(client: ApiClient, username: string): Promise<Response> {
  const proof = await solveProof(client);
  return client.send('POST', '/api/password/forgotten', { username, proof });
}

const renew = async (client: ApiClient, code: string, typed = password) =>
  said(await client.send('POST', '/api/password/renewed', { code, password: typed }));

test('a citizen sets a new password by the code, and every session of before ends', async () => {
  const { username, phone } = await makeCitizen();
  const before = browser();
  await before.send('POST', '/api/session', { username, password: oldPassword });
  await before.send('POST', '/api/session/second-factor', { code: await codeSentTo(deps, phone) });
  expect(await said(await before.get('/api/session'))).toBe('200');
  const client = browser();
  expect(await said(await forget(client, username))).toBe('200');
  const code = await codeSentTo(deps, phone);
  expect(await renew(client, code)).toBe('204');
  expect(await said(await before.get('/api/session'))).toBe('401 sign-in-needed');
  const old = await browser().send('POST', '/api/session', { username, password: oldPassword });
  expect(await said(old)).toBe('401 sign-in-failed');
  clock.now += 3_600 * second;
  const fresh = await browser().send('POST', '/api/session', { username, password });
  expect(fresh.status).toBe(202);
  expect(await renew(client, code)).toBe('401 code-wrong');
});

test('body, status and wait are one for an account, for none, and for staff', async () => {
  const { username } = await makeCitizen();
  await makePerson(database.db, { username: 'can-bo.mau', kind: 'staff', phone: '0900000001' });
  const seen: string[] = [];
  for (const name of [username, '099999999999', 'can-bo.mau', 'không có ai']) {
    const client = browser();
    const start = performance.now();
    const answer = await forget(client, name);
    const [first] = answer.headers.getSetCookie();
    const head = [...answer.headers.keys()].join();
    seen.push(`${answer.status} ${await answer.text()} ${head} ${first?.split('=')[0]}`);
    expect(performance.now() - start).toBeGreaterThan(390);
    // Asked again at once it is refused alike.
    expect(await said(await forget(client, name))).toBe('429 codes-too-many');
    expect(await renew(client, '000000')).toBe('401 code-wrong');
  }
  expect(new Set(seen).size).toBe(1);
}, 60_000);

test('nothing is sent to staff, who have an administrator', async () => {
  const phone = '0900000002';
  await makePerson(database.db, { username: 'can-bo-2.mau', kind: 'staff', phone });
  await forget(browser(), 'can-bo-2.mau');
  expect((await textsOf(deps)).filter(({ to }) => to === phone)).toEqual([]);
});

test('without work nothing is sent', async () => {
  const { username, phone } = await makeCitizen();
  const answer = await browser().send('POST', '/api/password/forgotten', { username });
  expect(await said(answer)).toBe('403 proof-needed');
  expect(await codeSentTo(deps, phone)).toBe('');
});

test('a code is taken in the browser alone that asked for it', async () => {
  const { id, username, phone } = await makeCitizen();
  await forget(browser(), username);
  const code = await codeSentTo(deps, phone);
  expect(await renew(browser(), code)).toBe('401 code-wrong');
  const thief = browser();
  await forget(thief, '099999999998');
  expect(await renew(thief, code)).toBe('401 code-wrong');
  const { mustChangePassword, passwordHash } = await database.db.manager.findOneByOrFail(Person, {
    id,
  });
  expect([mustChangePassword, passwordHash]).toEqual([false, expect.any(String)]);
  const still = await browser().send('POST', '/api/session', { username, password: oldPassword });
  expect(still.status).toBe(202);
});

test('a code in place of a password lets nobody in, and one that signs in sets no password', async () => {
  const { username, phone } = await makeCitizen();
  const client = browser();
  await forget(client, username);
  const forgotten = await codeSentTo(deps, phone);
  await client.send('POST', '/api/session', { username, password: oldPassword });
  const signIn = await codeSentTo(deps, phone);
  expect(signIn).not.toBe('');
  if (forgotten === signIn) return;
  const mixed = await client.send('POST', '/api/session/second-factor', { code: forgotten });
  expect(await said(mixed)).toBe('401 code-wrong');
  expect(await renew(client, signIn)).toBe('401 code-wrong');
  // The one did not end the other.
  expect(await renew(client, forgotten)).toBe('204');
});

test('the code of a name that nobody has is never right, even for who could compute it', async () => {
  const client = browser();
  await forget(client, '099999999997');
  const [row] = await database.db.manager.find(OneTimeCode, {
    order: { validUntil: 'DESC' },
    take: 1,
  });
  const key = await keyFor(deps.settings.secretsKeyFile, 'one-time-codes');
  expect(row?.personId).toBeNull();
  expect(await renew(client, codeOf(key, String(row?.id), 6))).toBe('401 code-wrong');
});

test('a poor password is refused, and the code stays good for a better one', async () => {
  const { username, phone } = await makeCitizen();
  const client = browser();
  await forget(client, username);
  const code = await codeSentTo(deps, phone);
  expect(await renew(client, code, 'ngắn')).toBe('422 password-short');
  expect(await renew(client, code)).toBe('204');
});

test('of two who bring one code at the same moment one sets the password', async () => {
  const { username, phone } = await makeCitizen();
  const client = browser();
  await forget(client, username);
  const code = await codeSentTo(deps, phone);
  const other = 'một mật khẩu khác cũng dài';
  const answers = await Promise.all([renew(client, code), renew(client, code, other)]);
  expect(answers.sort()).toEqual(['204', '401 code-wrong']);
});
