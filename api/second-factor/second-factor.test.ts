import { afterAll, beforeAll, beforeEach, expect, test } from '@jest/globals';
import { randomUUID } from 'node:crypto';
import { mkdtempSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { Secret, TOTP } from 'otpauth';
import { RecoveryCode, SecondFactor } from '../../db/second-factors/entity';
import { TryCounterRow } from '../../db/tries/entity';
import { type Permission, type PermissionName, permissions } from '../../domain/permissions';
import { ApiClient, said, testDeps } from '../../test/fixtures/api-client';
import { makeOffice, makePerson, password, type TestOffice } from '../../test/fixtures/house';
import { rulesWith } from '../../test/fixtures/rules';
import { type TestDatabase, startDatabase } from '../../test/stack/database';
import { createApp } from '../app';
import type { App } from '../http/env';
import type { RecoveryCodes, SecondFactorBegun, SecondFactorState } from './contract';

let database: TestDatabase;
let office: TestOffice;
let app: App;
const folder = mkdtempSync(join(tmpdir(), 'saoy-second-factor-'));
const environment = {
  SECRETS_KEY_FILE: join(folder, 'key'),
  AGENT_KEY_FILE: join(folder, 'agent.pem'),
};
const clock = { now: Date.parse('2026-11-23T02:00:00Z') };
const minute = 60_000;
const offered = 'second_factor: offered';

beforeAll(async () => {
  database = await startDatabase();
  office = await makeOffice(database.db, 'mau-01', 'UBND Phường Mẫu');
  app = createApp(testDeps(database.db, folder, clock, environment));
}, 60_000);
afterAll(() => database.stop());
beforeEach(async () => {
  await database.db.manager.clear(TryCounterRow);
  clock.now += 60 * minute;
});

const browser = (address = '203.0.113.9') => new ApiClient(app, address);
const codeAt = (secret: string, at = clock.now) =>
  new TOTP({ secret: Secret.fromBase32(secret) }).generate({ timestamp: at });

interface Enrolled {
  username: string;
  secret: string;
  recoveryCodes: string[];
  client: ApiClient;
}

async function enrol(): Promise<Enrolled> {
  const username = `staff-${randomUUID().slice(0, 8)}`;
  await makePerson(database.db, { username, kind: 'staff' });
  const client = await browser().signIn(username);
  const begun = await client.send('POST', '/api/my/second-factor', { password });
  const { secret } = (await begun.json()) as SecondFactorBegun;
  const code = codeAt(secret);
  const answer = await client.send('POST', '/api/my/second-factor/confirmation', { code });
  const { recoveryCodes } = (await answer.json()) as RecoveryCodes;
  clock.now += minute;
  return { username, secret, recoveryCodes, client };
}

/** The first half of a sign-in. */
async function begin(username: string, client = browser()): Promise<ApiClient> {
  const answer = await client.send('POST', '/api/session', { username, password });
  const expected = { next: 'second-factor', hasPasskey: false };
  expect([answer.status, await answer.json()]).toEqual([202, expected]);
  return client;
}

const give = async (client: ApiClient, code: string) =>
  said(await client.send('POST', '/api/session/second-factor', { code }));

test('a program is set up with the password, shown by a code, and asked for from then on', async () => {
  const username = 'officer.mau-01';
  const client = await browser().send('POST', '/api/session', { username, password });
  expect(client.status).toBe(200);
  const officer = await browser().signIn(username);
  const wrong = await officer.send('POST', '/api/my/second-factor', { password: 'x' });
  expect(await said(wrong)).toBe('403 password-wrong');
  const begun = await officer.send('POST', '/api/my/second-factor', { password });
  const { secret, qr } = (await begun.json()) as SecondFactorBegun;
  expect(qr.size).toBeGreaterThan(20);
  expect(qr.path).toMatch(/^(M\d+ \d+h1v1h-1z)+$/);
  // Until it is shown to work nothing is asked for: nobody locks themselves out.
  await browser().signIn(username);
  const send = (code: string) =>
    officer.send('POST', '/api/my/second-factor/confirmation', { code });
  expect(await said(await send('000000'))).toBe('401 second-factor-wrong');
  const answer = await send(codeAt(secret));
  const { recoveryCodes } = (await answer.json()) as RecoveryCodes;
  expect(recoveryCodes).toHaveLength(10);
  const state = (await (await officer.get('/api/my/second-factor')).json()) as SecondFactorState;
  expect(state).toMatchObject({ isOn: true, recoveryCodesLeft: 10, policy: 'offered' });
  await begin(username);
  expect(await said(await officer.send('POST', '/api/my/second-factor', { password }))).toBe(
    '409 second-factor-present',
  );
});

test('the secret and the recovery codes are kept so that the database does not tell them', async () => {
  const { secret, recoveryCodes } = await enrol();
  const factors = await database.db.manager.find(SecondFactor);
  const codes = await database.db.manager.find(RecoveryCode);
  const kept = JSON.stringify(codes) + factors.map((one) => one.secret.toString('latin1')).join();
  expect(kept).not.toContain(secret);
  for (const code of recoveryCodes) expect(kept).not.toContain(code);
});

test('password and code together let in, and the session then needs no further code', async () => {
  const { username, secret } = await enrol();
  const client = await begin(username);
  expect(await said(await client.get('/api/session'))).toBe('401 sign-in-needed');
  expect(await give(client, codeAt(secret))).toBe('200');
  expect(await said(await client.get('/api/session'))).toBe('200');
});

test('a code lets in once: not again, nor the one before it', async () => {
  const { username, secret } = await enrol();
  const code = codeAt(secret);
  const before = codeAt(secret, clock.now - 30_000);
  expect(await give(await begin(username), code)).toBe('200');
  expect(await give(await begin(username), code)).toBe('401 second-factor-wrong');
  expect(await give(await begin(username), before)).toBe('401 second-factor-wrong');
  clock.now += 30_000;
  expect(await give(await begin(username), codeAt(secret))).toBe('200');
});

test('of two who bring one code at once one is let in', async () => {
  const { username, secret } = await enrol();
  const clients = [await begin(username), await begin(username)];
  const code = codeAt(secret);
  const answers = await Promise.all(clients.map((client) => give(client, code)));
  expect(answers.sort()).toEqual(['200', '401 second-factor-wrong']);
});

test('the code is taken only in the browser that gave the password, within five minutes, once', async () => {
  const { username, secret } = await enrol();
  expect(await give(browser(), codeAt(secret))).toBe('401 sign-in-expired');
  const client = await begin(username);
  const { cookie } = client.headers();
  expect(await give(client, codeAt(secret))).toBe('200');
  clock.now += minute;
  const again = await browser().send(
    'POST',
    '/api/session/second-factor',
    { code: codeAt(secret) },
    { cookie: String(cookie) },
  );
  expect(await said(again)).toBe('401 sign-in-expired');
  const late = await begin(username);
  clock.now += 5 * minute;
  expect(await give(late, codeAt(secret))).toBe('401 sign-in-expired');
});

test('a recovery code lets in once, however it is typed', async () => {
  const { username, recoveryCodes } = await enrol();
  const [code = ''] = recoveryCodes;
  const typed = code.toLowerCase().replaceAll('-', ' ');
  expect(await give(await begin(username), typed)).toBe('200');
  expect(await give(await begin(username), code)).toBe('401 second-factor-wrong');
  const other = await enrol();
  expect(await give(await begin(other.username), recoveryCodes[1]!)).toBe(
    '401 second-factor-wrong',
  );
});

test('after five wrong codes the sixth must wait, and the right one too; a new sign-in changes nothing', async () => {
  const { username, secret } = await enrol();
  for (let tries = 0; tries < 5; tries += 1) {
    expect(await give(await begin(username), '000000')).toBe('401 second-factor-wrong');
  }
  expect(await give(await begin(username), codeAt(secret))).toBe('429 second-factor-throttled');
});

test('strangers’ wrong codes do not keep out a browser that was let in before', async () => {
  const { username, secret } = await enrol();
  const known = await begin(username);
  expect(await give(known, codeAt(secret))).toBe('200');
  for (let tries = 0; tries < 31; tries += 1) {
    await give(await begin(username, browser(`198.51.100.${tries}`)), '000000');
  }
  clock.now += minute;
  await begin(username, known);
  expect(await give(known, codeAt(secret))).toBe('200');
});

/** Every act of the table that wants its person confirmed, by one of its routes. */
async function listConfirmedRoutes(): Promise<[string, string, PermissionName][]> {
  const description = (await (await app.request('/api/openapi.json')).json()) as {
    paths: Record<string, Record<string, { 'x-needs'?: unknown }>>;
  };
  return Object.entries(description.paths).flatMap(([path, methods]) =>
    Object.entries(methods).flatMap(([method, operation]): [string, string, PermissionName][] => {
      const name = operation['x-needs'];
      if (typeof name !== 'string') return [];
      const permission: Permission = permissions[name as PermissionName];
      return permission.stepUp ? [[method.toUpperCase(), path, name as PermissionName]] : [];
    }),
  );
}

test('after the minutes of the policy what signs and the like wants a code, and nothing else does', async () => {
  const { client, secret } = await enrol();
  const send = async () => said(await client.send('DELETE', '/api/my/second-factor'));
  clock.now += 30 * minute;
  expect(await said(await client.get('/api/session'))).toBe('200');
  expect(await send()).toBe('403 step-up-needed');
  const stepUp = async (code: string) =>
    said(await client.send('POST', '/api/session/step-up', { code }));
  expect(await stepUp('000000')).toBe('401 second-factor-wrong');
  expect(await stepUp(codeAt(secret))).toBe('204');
  expect(await stepUp(codeAt(secret))).toBe('401 second-factor-wrong');
  clock.now += 29 * minute;
  expect(await said(await client.send('POST', '/api/my/second-factor/recovery-codes'))).toBe('200');
  clock.now += minute;
  expect(await send()).toBe('403 step-up-needed');
  expect(await stepUp(codeAt(secret))).toBe('204');
  expect(await send()).toBe('204');
  expect(await said(await client.send('POST', '/api/session/step-up', { code: '000000' }))).toBe(
    '409 second-factor-absent',
  );
});

test('every route of the table’s confirmed acts asks for the code, after who may not was told so', async () => {
  const routes = await listConfirmedRoutes();
  const names = new Set(routes.map(([, , name]) => name));
  expect(names).toContain('dossier.sign');
  expect(names).toContain('dossier.revoke');
  const { client } = await enrol();
  clock.now += 30 * minute;
  const own = routes.filter(([, , name]) => permissions[name].on === 'account');
  for (const [method, path, name] of own) {
    const permission: Permission = permissions[name];
    const expected = permission.rights.length > 0 ? '403 right-missing' : '403 step-up-needed';
    expect([path, await said(await client.send(method, path, {}))]).toEqual([path, expected]);
  }
  const foreign = await client.send(
    'POST',
    `/api/dossiers/${randomUUID()}/sign`,
    {},
    {
      'idempotency-key': randomUUID(),
    },
  );
  expect(await said(foreign)).toBe('404 dossier-unknown');
});

test('a leader with a second factor is asked before a batch is signed', async () => {
  const username = 'leader.mau-01';
  const client = await browser().signIn(username);
  const batch = () =>
    client.send(
      'POST',
      '/api/batches',
      { officeId: office.id, action: 'sign', items: [] },
      { 'idempotency-key': randomUUID() },
    );
  expect(await said(await batch())).not.toContain('step-up');
  const begun = await client.send('POST', '/api/my/second-factor', { password });
  const { secret } = (await begun.json()) as SecondFactorBegun;
  await client.send('POST', '/api/my/second-factor/confirmation', { code: codeAt(secret) });
  expect(await said(await batch())).not.toContain('step-up');
  clock.now += 30 * minute;
  expect(await said(await batch())).toBe('403 step-up-needed');
});

test('where the policy requires one, who has none is told so before such an act, and none is removed', async () => {
  const { client } = await enrol();
  const required = createApp({
    ...testDeps(database.db, folder, clock, environment),
    rules: rulesWith([offered, 'second_factor: required']),
  });
  const strict = (one: ApiClient) => ({
    send: async (method: string, path: string) =>
      said(await required.request(path, { method, headers: one.headers() })),
  });
  expect(await strict(client).send('DELETE', '/api/my/second-factor')).toBe(
    '409 second-factor-kept',
  );
  const bare = await browser().signIn('clerk.mau-01');
  expect(await strict(bare).send('POST', '/api/agents/pairing')).toBe('403 second-factor-needed');
});

test('where the policy offers none, none is asked for and none is begun', async () => {
  const { username } = await enrol();
  const off = createApp({
    ...testDeps(database.db, folder, clock, environment),
    rules: rulesWith([offered, 'second_factor: off']),
  });
  const client = await new ApiClient(off).signIn(username);
  expect(await said(await client.send('POST', '/api/my/second-factor', { password }))).toBe(
    '409 second-factor-not-offered',
  );
});
