import { afterAll, beforeAll, expect, test } from '@jest/globals';
import { tmpdir } from 'node:os';
import { Person } from '../../db/people/entity';
import { Session as SessionRow } from '../../db/sessions/entity';
import { ApiClient, said, testDeps } from '../../test/fixtures/api-client';
import { type TestOffice, makeOffice, makePerson, password } from '../../test/fixtures/house';
import { withoutProof } from '../../test/fixtures/rules';
import { type TestDatabase, startDatabase } from '../../test/stack/database';
import { createApp } from '../app';
import type { Session } from './contract';
import type { App } from '../http/env';

let database: TestDatabase;
let office: TestOffice;
let app: App;
const clock = { now: Date.parse('2026-11-23T02:00:00Z') };

beforeAll(async () => {
  database = await startDatabase();
  office = await makeOffice(database.db, 'mau-01', 'UBND Phường Mẫu');
  app = createApp({ ...testDeps(database.db, tmpdir(), clock), rules: withoutProof });
}, 60_000);
afterAll(() => database.stop());

const client = () => new ApiClient(app);

test('a person signs in, is known, and signs out', async () => {
  const officer = await client().signIn('officer.mau-01');
  const session = (await (await officer.get('/api/session')).json()) as Session;
  expect(session).toMatchObject({
    person: { id: office.staff.officer },
    kind: 'staff',
    offices: [{ id: office.id, code: 'mau-01', name: 'UBND Phường Mẫu', rights: ['create'] }],
    serverTime: '2026-11-23T02:00:00.000Z',
  });
  expect(await said(await officer.send('DELETE', '/api/session'))).toBe('204');
  expect(await said(await officer.get('/api/session'))).toBe('401 sign-in-needed');
});

test('the cookie is out of reach of scripts and of other sites, and its token is not kept', async () => {
  const answer = await client().send('POST', '/api/session', {
    username: 'leader.mau-01',
    password,
  });
  const cookie = answer.headers.get('set-cookie') ?? '';
  expect(cookie).toMatch(/^__Host-saoy_session=[\w-]{43};/);
  expect(cookie).toContain('HttpOnly');
  expect(cookie).toContain('SameSite=Strict');
  expect(cookie).toContain('Secure');
  const token = /=([\w-]{43});/.exec(cookie)![1]!;
  expect(await database.db.manager.existsBy(SessionRow, { tokenHash: token })).toBe(false);
});

test('a change without the token of the session is refused', async () => {
  const officer = await client().signIn('officer.mau-01');
  const forged = await officer.send('DELETE', '/api/session', undefined, { 'x-csrf-token': 'x' });
  expect(await said(forged)).toBe('403 csrf-token-invalid');
  expect(await said(await officer.get('/api/session'))).toBe('200');
});

test('a session ends after ten hours', async () => {
  const officer = await client().signIn('officer.mau-01');
  for (let hours = 0; hours < 9; hours += 1) {
    clock.now += 3_600_000;
    expect(await said(await officer.get('/api/session'))).toBe('200');
  }
  clock.now += 3_600_000 - 1;
  expect(await said(await officer.get('/api/session'))).toBe('200');
  clock.now += 1;
  expect(await said(await officer.get('/api/session'))).toBe('401 sign-in-needed');
});

test('a person who was made inactive is out at once', async () => {
  const id = await makePerson(database.db, { username: 'gone', kind: 'staff' });
  const gone = await client().signIn('gone');
  await database.db.manager.update(Person, { id }, { state: 'inactive' });
  expect(await said(await gone.get('/api/session'))).toBe('401 sign-in-needed');
});

test.each([
  ['a wrong password', { username: 'clerk.mau-01', password: 'x' }, '401 sign-in-failed'],
  ['an unknown name', { username: 'nobody', password }, '401 sign-in-failed'],
  ['capitals', { username: 'CLERK.mau-01', password }, '401 sign-in-failed'],
  ['an accent', { username: 'clérk.mau-01', password }, '401 sign-in-failed'],
  ['no password', { username: 'clerk.mau-01' }, '422 input-invalid'],
  ['a long name', { username: 'x'.repeat(101), password }, '422 input-invalid'],
])('%s is refused', async (_what, body, code) => {
  expect(await said(await client().send('POST', '/api/session', body))).toBe(code);
});

test('a body that is no JSON is refused with a sentence', async () => {
  const answer = await app.request('/api/session', {
    method: 'POST',
    headers: { 'content-type': 'application/json' },
    body: '{',
  });
  expect(answer.headers.get('content-type')).toBe('application/problem+json');
  expect(await answer.json()).toMatchObject({
    type: 'urn:saoy:problem:input-invalid',
    status: 422,
    code: 'input-invalid',
  });
});

test('a body over 64 KiB is refused', async () => {
  const body = { username: 'a', password: 'x'.repeat(70_000) };
  expect(await said(await client().send('POST', '/api/session', body))).toBe(
    '413 request-too-large',
  );
});

test('where the address is not https the cookies have plain names, which browsers take there', async () => {
  const plain = createApp(
    testDeps(database.db, tmpdir(), clock, { PUBLIC_URL: 'http://127.0.0.1:8080' }),
  );
  const answer = await new ApiClient(plain).send('POST', '/api/session', {
    username: 'leader.mau-01',
    password,
  });
  const cookies = answer.headers.getSetCookie();
  expect(cookies.map((cookie) => cookie.split('=')[0])).toEqual(['saoy_session', 'saoy_devices']);
  expect(cookies.join()).not.toContain('Secure');
});

test('blanks around a name that was typed do not matter', async () => {
  const answer = await client().send('POST', '/api/session', {
    username: ' leader.mau-01 ',
    password,
  });
  expect(await said(answer)).toBe('200');
});

test('after five failures the sixth must wait, and the right password too', async () => {
  const wrong = { username: 'supervisor.mau-01', password: 'x' };
  for (let tries = 0; tries < 5; tries += 1) {
    expect(await said(await client().send('POST', '/api/session', wrong))).toBe(
      '401 sign-in-failed',
    );
  }
  const throttled = await client().send('POST', '/api/session', { ...wrong, password });
  expect(throttled.headers.get('retry-after')).toBe('900');
  expect(await said(throttled)).toBe('429 sign-in-throttled');
  clock.now += 900_000;
  await client().signIn('supervisor.mau-01');
});

test('every answer carries the headers that keep other pages out', async () => {
  const answer = await client().get('/api/nowhere');
  expect(await said(answer.clone())).toBe('404 not-found');
  expect(answer.headers.get('content-security-policy')).toContain("default-src 'none'");
  expect(answer.headers.get('content-security-policy')).not.toContain("script-src 'unsafe");
  expect(answer.headers.get('x-content-type-options')).toBe('nosniff');
  expect(answer.headers.get('x-request-id')).toMatch(/^[\w-]{36}$/);
});
