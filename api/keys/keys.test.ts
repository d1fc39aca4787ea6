import { afterAll, beforeAll, expect, test } from '@jest/globals';
import { randomUUID } from 'node:crypto';
import { tmpdir } from 'node:os';
import { AuditEvent } from '../../db/audit/entity';
import { ApiKey } from '../../db/vault/entity';
import { ApiClient, said, testDeps } from '../../test/fixtures/api-client';
import { giveRight, makeOffice, makePerson, type TestOffice } from '../../test/fixtures/house';
import { type TestDatabase, startDatabase } from '../../test/stack/database';
import { createApp } from '../app';
import type { App } from '../http/env';
import type { ApiKeyRow, NewApiKey } from './contract';

let database: TestDatabase;
let here: TestOffice;
let there: TestOffice;
let app: App;
const day = 86_400_000;
const clock = { now: Date.parse('2026-11-23T02:00:00Z') };
const order = { name: 'Cổng dịch vụ công mẫu', scopes: ['vault:read'], days: 90 };

beforeAll(async () => {
  database = await startDatabase();
  here = await makeOffice(database.db, 'mau-01', 'UBND Phường Mẫu');
  there = await makeOffice(database.db, 'mau-02', 'UBND Phường Khác');
  for (const office of [here, there]) {
    const username = `administrator.${office.code}`;
    const personId = await makePerson(database.db, { username, kind: 'staff' });
    await giveRight(database.db, { personId, officeId: office.id, right: 'administer' });
  }
  app = createApp(testDeps(database.db, tmpdir(), clock));
}, 60_000);
afterAll(() => database.stop());

const signIn = (office = here) => new ApiClient(app).signIn(`administrator.${office.code}`);
const pathOf = (office = here, rest = '') => `/api/offices/${office.id}/keys${rest}`;

async function make(wanted: object = order, office = here): Promise<NewApiKey> {
  const answer = await (await signIn(office)).send('POST', pathOf(office), wanted);
  expect(answer.status).toBe(201);
  return (await answer.json()) as NewApiKey;
}

/** What a program with this key is answered for a reference that is not there. */
async function use(secret: string): Promise<string> {
  const headers = { authorization: `Bearer ${secret}` };
  return said(await app.request(`/api/vault/${'a'.repeat(32)}`, { headers }));
}

const letIn = '404 reference-unknown';

test('a key is made, told once, and lets its program in until its day', async () => {
  const { secret, ...key } = await make();
  expect(secret).toMatch(/^saoy_[\w-]{43}$/);
  expect(key).toMatchObject({ name: order.name, scopes: ['vault:read'], status: 'in-force' });
  expect(await use(secret)).toBe(letIn);
  const listed = await (await (await signIn()).get(pathOf())).text();
  expect(listed).toContain(key.id);
  expect(listed).not.toContain(secret);
  const row = await database.db.manager.findOneByOrFail(ApiKey, { id: key.id });
  expect(row.officeId).toBe(here.id);
  expect(JSON.stringify(row)).not.toContain(secret);
  clock.now += 90 * day;
  expect(await use(secret)).toBe('401 key-invalid');
  const items = ((await (await (await signIn()).get(pathOf())).json()) as { items: ApiKeyRow[] })
    .items;
  expect(items.find(({ id }) => id === key.id)?.status).toBe('expired');
});

test('a key that was taken out of force lets nobody in any more', async () => {
  const { secret, id } = await make();
  const administrator = await signIn();
  expect(await said(await administrator.send('DELETE', pathOf(here, `/${id}`)))).toBe('204');
  expect(await use(secret)).toBe('401 key-invalid');
  expect(await said(await administrator.send('DELETE', pathOf(here, `/${id}`)))).toBe(
    '404 key-unknown',
  );
});

test('after a rotation both keys let in for a day, then the new one alone, for as long as the old was made for', async () => {
  const old = await make();
  clock.now += 10 * day;
  const answer = await (await signIn()).send('POST', pathOf(here, `/${old.id}/rotation`));
  expect(answer.status).toBe(201);
  const fresh = (await answer.json()) as NewApiKey;
  expect(fresh).toMatchObject({ name: old.name, scopes: old.scopes });
  expect(Date.parse(fresh.expiresAt)).toBe(clock.now + 90 * day);
  expect([await use(old.secret), await use(fresh.secret)]).toEqual([letIn, letIn]);
  clock.now += day;
  expect([await use(old.secret), await use(fresh.secret)]).toEqual(['401 key-invalid', letIn]);
});

test('a rotation makes no key longer that was about to end', async () => {
  const old = await make({ ...order, days: 1 });
  clock.now += day - 60_000;
  await (await signIn()).send('POST', pathOf(here, `/${old.id}/rotation`));
  clock.now += 60_000;
  expect(await use(old.secret)).toBe('401 key-invalid');
});

test('another office’s administrator neither sees, rotates nor ends a key', async () => {
  const { id, secret } = await make();
  const stranger = await signIn(there);
  expect(await said(await stranger.get(pathOf()))).toBe('404 office-unknown');
  for (const [method, rest] of [
    ['DELETE', `/${id}`],
    ['POST', `/${id}/rotation`],
  ] as const) {
    expect(await said(await stranger.send(method, pathOf(here, rest)))).toBe('404 office-unknown');
    expect(await said(await stranger.send(method, pathOf(there, rest)))).toBe('404 key-unknown');
  }
  expect(await use(secret)).toBe(letIn);
});

test.each([
  ['an unknown scope', { ...order, scopes: ['dossiers:write'] }],
  ['no scope', { ...order, scopes: [] }],
  ['no end', { ...order, days: 0 }],
  ['an end too far away', { ...order, days: 731 }],
  ['no name', { ...order, name: ' ' }],
])('a key with %s is not made', async (_what, wanted) => {
  const answer = await (await signIn()).send('POST', pathOf(), wanted);
  expect(await said(answer)).toBe('422 input-invalid');
});

test('an office has twenty keys in force at most, also where they are asked for at once', async () => {
  const office = there;
  const administrator = await signIn(office);
  const answers = await Promise.all(
    Array.from({ length: 24 }, async () =>
      said(await administrator.send('POST', pathOf(office), order)),
    ),
  );
  expect(answers.filter((answer) => answer === '201' || answer === '200')).toHaveLength(20);
  expect(answers.filter((answer) => answer === '409 keys-too-many')).toHaveLength(4);
});

test('each act stands in the office’s log, with who and which key, and no secret', async () => {
  const { id, secret } = await make();
  const administrator = await signIn();
  await administrator.send('DELETE', pathOf(here, `/${id}`));
  const events = await database.db.manager.findBy(AuditEvent, { officeId: here.id });
  const about = events.filter(({ details }) => details.keyId === id);
  expect(about.map(({ action }) => action)).toEqual(['key-made', 'key-ended']);
  expect(about.every(({ actorId }) => actorId !== null)).toBe(true);
  expect(JSON.stringify(events)).not.toContain(secret);
});

test('a key of no office of the asking person’s is not found by guessing', async () => {
  const administrator = await signIn();
  const unknown = pathOf(here, `/${randomUUID()}`);
  expect(await said(await administrator.send('DELETE', unknown))).toBe('404 key-unknown');
});
