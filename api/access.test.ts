import { afterAll, beforeAll, expect, test } from '@jest/globals';
import { randomUUID } from 'node:crypto';
import { mkdtemp } from 'node:fs/promises';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import type { Dossier } from '../db/dossiers/entity';
import { Person } from '../db/people/entity';
import { AuditEvent } from '../db/audit/entity';
import { ApiClient, said, testDeps } from '../test/fixtures/api-client';
import { acceptDossier } from '../test/fixtures/dossiers';
import { type TestOffice, giveRight, makeOffice, makePerson } from '../test/fixtures/house';
import { type TestDatabase, startDatabase } from '../test/stack/database';
import { createApp } from './app';
import type { App } from './http/env';

let database: TestDatabase;
let office: TestOffice;
let app: App;
let startApp: () => App;
let dossier: Dossier;
const clock = { now: Date.parse('2026-11-23T14:00:00+07:00') };

beforeAll(async () => {
  database = await startDatabase();
  office = await makeOffice(database.db, 'mau-01', 'UBND Phường Mẫu');
  const personId = await makePerson(database.db, { username: 'administrator', kind: 'staff' });
  await giveRight(database.db, { personId, officeId: office.id, right: 'administer' });
  const folder = await mkdtemp(join(tmpdir(), 'saoy-access-'));
  const key = { AGENT_KEY_FILE: join(folder, 'key.pem') };
  startApp = () => createApp(testDeps(database.db, folder, clock, key));
  app = startApp();
  dossier = await acceptDossier(database.db, office, '2026-11-23T08:00:00+07:00');
}, 60_000);
afterAll(() => database.stop());

const signIn = (username: string) => new ApiClient(app).signIn(username);

test('who only administers reads no dossier, scan, copy or list, and shares none', async () => {
  const administrator = await signIn('administrator');
  const one = `/api/dossiers/${dossier.id}`;
  const paths = [
    ...[one, `${one}/timeline`, `${one}/scan`, `${one}/copy`, `${one}/attestation`],
    ...['dossiers', 'dossiers/counts', 'events', 'books', 'letters'].map(
      (path) => `/api/${path}?officeId=${office.id}&identifier=012345678907`,
    ),
    `/api/vault/references?dossierId=${dossier.id}`,
  ];
  for (const path of paths) {
    expect([path, await said(await administrator.get(path))]).toEqual([path, '403 right-missing']);
  }
  const citizen = { officeId: office.id, identifier: '012345678907' };
  expect(await said(await administrator.send('POST', '/api/requesters/search', citizen))).toBe(
    '403 right-missing',
  );
  const share = { dossierId: dossier.id, label: 'x', days: 1 };
  const answer = await administrator.send('POST', '/api/vault/references', share);
  expect(await said(answer)).toBe('403 right-missing');
  expect(await said(await administrator.get('/api/session'))).toBe('200');
});

test('a change by any method without the session’s token is refused', async () => {
  const leader = await signIn('leader.mau-01');
  const { cookie } = leader.headers();
  for (const [method, path] of [
    ['PUT', `/api/dossiers/${dossier.id}/scan`],
    ['PUT', `/api/dossiers/${dossier.id}/opening`],
    ['PUT', `/api/offices/${office.id}/marks`],
    ['PUT', `/api/signing-keys/sign?officeId=${office.id}`],
    ['DELETE', `/api/offices/${office.id}/marks`],
    ['POST', `/api/dossiers/${dossier.id}/return`],
    ['PATCH', `/api/dossiers/${dossier.id}`],
  ]) {
    const answer = await app.request(String(path), {
      method: String(method),
      headers: { cookie: String(cookie) },
    });
    expect([method, path, await said(answer)]).toEqual([method, path, '403 csrf-token-invalid']);
  }
});

test.each([
  ['officer', '403 right-missing'],
  ['clerk', '403 right-missing'],
  ['leader', '404 copy-unknown'],
  ['supervisor', '404 copy-unknown'],
])('%s who would revoke a copy is told %s', async (role, answer) => {
  const who = await signIn(`${role}.mau-01`);
  const body = { reason: 'Chứng thực nhầm', decision: 'QĐ 1' };
  const path = `/api/dossiers/${dossier.id}/revoke`;
  const key = { 'idempotency-key': randomUUID() };
  expect(await said(await who.send('POST', path, body, key))).toBe(answer);
});

test('an account that was closed is no requester any more', async () => {
  const identifier = '001200000009';
  const id = await makePerson(database.db, { username: identifier, kind: 'citizen', identifier });
  const officer = await signIn('officer.mau-01');
  const find = () =>
    officer.send('POST', '/api/requesters/search', { officeId: office.id, identifier });
  expect(await said(await find())).toBe('200');
  await database.db.manager.update(Person, { id }, { state: 'inactive' });
  expect(await said(await find())).toBe('404 requester-unknown');
});

test('a person looks up thirty citizens a minute, and each look-up is in the log without the number', async () => {
  const officer = await signIn('officer.mau-01');
  clock.now += 3_600_000;
  const path = '/api/requesters/search';
  const bodyOf = (last: number) => ({ officeId: office.id, identifier: `0012000001${last}` });
  const find = (last: number) => officer.send('POST', path, bodyOf(last));
  for (let time = 10; time < 40; time += 1)
    expect(await said(await find(time))).toBe('404 requester-unknown');
  // Another process of the API counts on.
  const refused = await startApp().request(path, {
    method: 'POST',
    headers: { ...officer.headers(), 'content-type': 'application/json' },
    body: JSON.stringify(bodyOf(40)),
  });
  expect(refused.headers.get('retry-after')).toBe('60');
  expect(await said(refused)).toBe('429 look-ups-too-many');
  const at = new Date(clock.now);
  const events = await database.db.manager.findBy(AuditEvent, { action: 'look-up', at });
  expect(events).toHaveLength(30);
  expect(new Set(events.map(({ details }) => details.identifier)).size).toBe(30);
  expect(events[0]).toMatchObject({ actorId: office.staff.officer, details: { found: false } });
  expect(JSON.stringify(events)).not.toContain('0012000001');
  clock.now += 60_000;
  expect(await said(await find(10))).toBe('404 requester-unknown');
});

test.each([
  ['sign-again', { reason: 'Chứng thư bị thu hồi' }, ['leader', 'clerk']],
  ['hand-over', { reason: 'Đã trao tại quầy' }, ['officer', 'clerk']],
  ['try-again', {}, ['officer', 'leader', 'clerk', 'supervisor']],
] as const)('%s is taken from those whom the process declares alone', async (act, body, may) => {
  const elsewhere = await makeOffice(database.db, `mau-${act}`, 'UBND Phường Khác');
  const answerTo = async (username: string) => {
    const who = await signIn(username);
    const key = { 'idempotency-key': randomUUID() };
    return said(await who.send('POST', `/api/dossiers/${dossier.id}/${act}`, body, key));
  };
  const answers: Record<string, string> = {};
  for (const role of ['officer', 'leader', 'clerk', 'supervisor']) {
    answers[role] = await answerTo(`${role}.mau-01`);
    expect(await answerTo(`${role}.${elsewhere.code}`)).toBe('404 dossier-unknown');
  }
  // No process runs behind this test: who may act gets as far as that.
  const taken = '503 process-unavailable';
  const asDeclared = (role: string) =>
    may.some((one) => one === role) ? taken : '403 right-missing';
  expect(answers).toEqual(
    Object.fromEntries(Object.keys(answers).map((role) => [role, asDeclared(role)])),
  );
  expect(await answerTo('administrator')).toBe('403 right-missing');
});
