import { afterAll, beforeAll, expect, test } from '@jest/globals';
import { tmpdir } from 'node:os';
import { setTimeout as sleep } from 'node:timers/promises';
import { prune } from '../../db/prune';
import { Session as SessionRow, SignIn } from '../../db/sessions/entity';
import { ApiClient, said, testDeps } from '../../test/fixtures/api-client';
import { makeOffice, makePerson, password } from '../../test/fixtures/house';
import { type TestDatabase, startDatabase } from '../../test/stack/database';
import { createApp } from '../app';
import type { App } from '../http/env';
import type { OpenSession, SignInRecord } from './contract';

let database: TestDatabase;
let app: App;
const clock = { now: Date.parse('2026-11-23T02:00:00Z') };
const minute = 60_000;
const officer = 'officer.mau-01';
const firefox = 'Mozilla/5.0 (X11; Linux x86_64; rv:128.0) Gecko/20100101 Firefox/128.0';

beforeAll(async () => {
  database = await startDatabase();
  await makeOffice(database.db, 'mau-01', 'UBND Phường Mẫu');
  await makePerson(database.db, { username: '012345678907', kind: 'citizen' });
  app = createApp(testDeps(database.db, tmpdir(), clock));
}, 60_000);
afterAll(() => database.stop());

const browser = (address = '203.0.113.9') => new ApiClient(app, address);
const signIn = (username = officer) => browser().signIn(username);

async function listOf(client: ApiClient): Promise<OpenSession[]> {
  const answer = await client.get('/api/my/sessions');
  return ((await answer.json()) as { items: OpenSession[] }).items;
}

async function historyOf(client: ApiClient): Promise<SignInRecord[]> {
  const answer = await client.get('/api/my/sign-ins');
  return ((await answer.json()) as { items: SignInRecord[] }).items;
}

test.each([
  ['staff', officer, 120],
  ['a citizen', '012345678907', 30],
])(
  'a session of %s that is left alone ends after the minutes of the policy',
  async (_who, username, idle) => {
    const client = await signIn(username);
    clock.now += (idle - 1) * minute;
    expect(await said(await client.get('/api/session'))).toBe('200');
    clock.now += (idle - 1) * minute;
    expect(await said(await client.get('/api/session'))).toBe('200');
    clock.now += idle * minute;
    expect(await said(await client.get('/api/session'))).toBe('401 sign-in-needed');
  },
);

test('what a page asks by itself keeps no session open, and nor does an open stream', async () => {
  const client = await signIn();
  for (let idle = 1; idle < 120; idle += 1) {
    clock.now += minute;
    const headers = { 'x-idle-seconds': String(idle * 60) };
    expect(await said(await client.send('GET', '/api/session', undefined, headers))).toBe('200');
    await client.get('/api/events');
  }
  clock.now += minute;
  expect(await said(await client.get('/api/session'))).toBe('401 sign-in-needed');
});

test('an invented header makes no session longer than its person’s last act does', async () => {
  const client = await signIn();
  for (const header of ['-600', '1e9', 'NaN', '99999999', '']) {
    clock.now += minute;
    const headers = { 'x-idle-seconds': header };
    expect(await said(await client.send('GET', '/api/session', undefined, headers))).toBe('200');
  }
  const [own] = await listOf(client);
  expect(Date.parse(own!.lastSeen)).toBeLessThanOrEqual(clock.now);
});

test('a person sees where they are signed in, by browser, system and masked address', async () => {
  const elsewhere = browser('198.51.100.23');
  const body = { username: 'leader.mau-01', password };
  await elsewhere.send('POST', '/api/session', body, { 'user-agent': firefox });
  clock.now += 5 * minute;
  const here = await signIn('leader.mau-01');
  expect(await listOf(here)).toMatchObject([
    { isThis: true, browser: 'other', os: 'other', address: '203.0.113.*' },
    { isThis: false, browser: 'Firefox', os: 'Linux', address: '198.51.100.*' },
  ]);
  const answer = await (await here.get('/api/my/sessions')).text();
  const rows = await database.db.manager.find(SessionRow);
  for (const { tokenHash, csrfToken } of rows) {
    expect(answer).not.toContain(tokenHash);
    expect(answer).not.toContain(csrfToken);
  }
});

test('one session is ended, or all others, and they are out with the next request', async () => {
  const [here, second, third] = [await signIn(), await signIn(), await signIn()];
  const stranger = await signIn('clerk.mau-01');
  const ids = (await listOf(here)).filter(({ isThis }) => !isThis).map(({ id }) => id);
  expect(await said(await stranger.send('DELETE', `/api/my/sessions/${ids[0]}`))).toBe(
    '404 session-unknown',
  );
  const own = (await listOf(second)).find(({ isThis }) => isThis)!;
  expect(await said(await here.send('DELETE', `/api/my/sessions/${own.id}`))).toBe('204');
  expect(await said(await second.get('/api/session'))).toBe('401 sign-in-needed');
  expect(await said(await here.send('DELETE', `/api/my/sessions/${own.id}`))).toBe(
    '404 session-unknown',
  );
  expect(await said(await third.get('/api/session'))).toBe('200');
  const answer = await here.send('DELETE', '/api/my/sessions');
  expect(((await answer.json()) as { ended: number }).ended).toBeGreaterThanOrEqual(1);
  expect(await said(await third.get('/api/session'))).toBe('401 sign-in-needed');
  expect(await said(await here.get('/api/session'))).toBe('200');
  expect(await said(await stranger.get('/api/session'))).toBe('200');
});

test('a token that was planted is replaced by a sign-in, and opens nothing', async () => {
  const planted = 'a'.repeat(43);
  const headers = { cookie: `__Host-saoy_session=${planted}` };
  const body = { username: officer, password };
  const answer = await browser().send('POST', '/api/session', body, headers);
  const cookies = answer.headers.getSetCookie().join();
  expect(cookies).toContain('__Host-saoy_session=');
  expect(cookies).not.toContain(planted);
  expect(await said(await browser().send('GET', '/api/session', undefined, headers))).toBe(
    '401 sign-in-needed',
  );
});

test('the session that a browser had ends when somebody signs in there', async () => {
  const client = await signIn();
  const before = client.headers();
  await client.signIn('clerk.mau-01');
  expect(await said(await browser().send('GET', '/api/session', undefined, before))).toBe(
    '401 sign-in-needed',
  );
});

test('sign-ins are kept, refused ones too, until the days of the policy are over', async () => {
  await browser('198.51.100.2').send('POST', '/api/session', {
    username: 'supervisor.mau-01',
    password: 'x',
  });
  clock.now += minute;
  const client = await signIn('supervisor.mau-01');
  // The refusal is not waited for.
  while ((await historyOf(client)).length < 2) await sleep(20);
  expect(await historyOf(client)).toMatchObject([
    { outcome: 'in', method: 'password', address: '203.0.113.*' },
    { outcome: 'refused', method: 'password', address: '198.51.100.*' },
  ]);
  expect(await historyOf(await signIn('clerk.mau-01'))).not.toContainEqual(
    expect.objectContaining({ outcome: 'refused' }),
  );
  await prune(database.db.manager, new Date(clock.now + 366 * 86_400_000));
  expect(await database.db.manager.count(SignIn)).toBe(0);
});
