import { afterAll, beforeAll, expect, test } from '@jest/globals';
import { once } from 'node:events';
import type { Server } from 'node:http';
import { tmpdir } from 'node:os';
import { serve } from '@hono/node-server';
import { MoreThan } from 'typeorm';
import { ProviderRequest } from '../../db/provider/entity';
import { SignIn } from '../../db/sessions/entity';
import { Person } from '../../db/people/entity';
import { ApiClient, said, testDeps } from '../../test/fixtures/api-client';
import { makePerson } from '../../test/fixtures/house';
import { findFreePort, ProviderVisit, TestProvider } from '../../test/fixtures/identity-provider';
import { type TestDatabase, startDatabase } from '../../test/stack/database';
import { createApp } from '../app';
import type { App } from '../http/env';
import type { ProviderPage, Session } from '../sessions/contract';

let database: TestDatabase;
let provider: TestProvider;
let app: App;
let server: Server;
let publicUrl: string;
const citizen = '012345678907';
const clock = { now: Date.now() };

beforeAll(async () => {
  database = await startDatabase();
  const port = await findFreePort();
  publicUrl = `http://127.0.0.1:${port}`;
  provider = await TestProvider.start(publicUrl);
  const environment = { PUBLIC_URL: publicUrl, ...provider.account };
  app = createApp(testDeps(database.db, tmpdir(), clock, environment));
  server = serve({ fetch: app.fetch, hostname: '127.0.0.1', port }) as Server;
  await once(server, 'listening');
  await makePerson(database.db, { username: 'cong-dan', kind: 'citizen', identifier: citizen });
}, 90_000);
afterAll(async () => {
  await provider.end();
  server.closeAllConnections();
  server.close();
  await database.stop();
});

const browser = () => new ApiClient(app);

async function begin(client: ApiClient): Promise<string> {
  const answer = await client.send('POST', '/api/session/provider');
  expect(answer.status).toBe(200);
  return ((await answer.json()) as ProviderPage).url;
}

/** To the provider and back, as far as its answer. */
async function visit(
  client: ApiClient,
  typed: Record<string, string> = { number: citizen, level: '2' },
): Promise<string> {
  return new ProviderVisit().signIn(await begin(client), typed);
}

const comeBack = async (client: ApiClient, search: string) =>
  said(await client.send('POST', '/api/session/provider/return', { search }));

async function changeRequest(change: Partial<ProviderRequest>): Promise<void> {
  const all = { expiresAt: MoreThan(new Date(0)) };
  await database.db.manager.update(ProviderRequest, all, change);
}

test('a citizen who is proven by the personal number is signed in, and the history says how', async () => {
  const client = browser();
  const url = new URL(await begin(client));
  expect(Object.fromEntries(url.searchParams)).toMatchObject({
    response_type: 'code',
    code_challenge_method: 'S256',
    redirect_uri: `${publicUrl}/sign-in-return`,
  });
  for (const name of ['state', 'nonce', 'code_challenge']) {
    expect(url.searchParams.get(name)!.length).toBeGreaterThan(40);
  }
  const search = await new ProviderVisit().signIn(url.href, { number: citizen, level: '2' });
  expect(await comeBack(client, search)).toBe('200');
  const session = (await (await client.get('/api/session')).json()) as Session;
  expect(session.kind).toBe('citizen');
  const { personId, method } = await database.db.manager.findOneByOrFail(SignIn, {
    method: 'provider',
  });
  expect([personId, method]).toEqual([session.person.id, 'provider']);
});

test('nobody is found by anything but the personal number of an open citizen’s account', async () => {
  expect(await comeBack(browser(), '?code=x&state=y')).toBe('401 provider-request-unknown');
  const stranger = browser();
  const search = await visit(stranger, { number: '012345678999', level: '2' });
  expect(await comeBack(stranger, search)).toBe('403 provider-account-unknown');
  // An account that carries the number as its name or address only is somebody else's.
  const number = '012345678888';
  await makePerson(database.db, {
    username: number,
    kind: 'staff',
    email: `${number}@saoy.invalid`,
  });
  const namesake = browser();
  const answer = await visit(namesake, { number, level: '2' });
  expect(await comeBack(namesake, answer)).toBe('403 provider-account-unknown');
  const id = await makePerson(database.db, {
    ...{ username: 'da-dong', kind: 'citizen', identifier: '012345678777' },
  });
  await database.db.manager.update(Person, { id }, { state: 'inactive' });
  const closed = browser();
  expect(await comeBack(closed, await visit(closed, { number: '012345678777', level: '2' }))).toBe(
    '403 provider-account-unknown',
  );
});

test('an identity of a lower level than the policy’s lets nobody in', async () => {
  const client = browser();
  const search = await visit(client, { number: citizen, level: '1' });
  expect(await comeBack(client, search)).toBe('403 provider-level-low');
  expect(await said(await client.get('/api/session'))).toBe('401 sign-in-needed');
});

test('who refuses at the provider is told so', async () => {
  const client = browser();
  expect(await comeBack(client, await visit(client, { deny: '1' }))).toBe('403 provider-denied');
});

test('an answer is good once', async () => {
  const client = browser();
  const search = await visit(client);
  expect(await comeBack(client, search)).toBe('200');
  expect(await comeBack(client, search)).toBe('401 provider-request-unknown');
});

test('an answer that was sent to one browser opens nothing in another', async () => {
  const [victim, attacker] = [browser(), browser()];
  const planted = await visit(attacker);
  expect(await comeBack(victim, planted)).toBe('401 provider-request-unknown');
  await begin(victim);
  expect(await comeBack(victim, planted)).toBe('401 provider-request-unknown');
});

test('another sign-in’s state, or none, is refused', async () => {
  const client = browser();
  const search = await visit(client);
  const changed = new URLSearchParams(search);
  changed.set('state', 'a'.repeat(43));
  expect(await comeBack(client, `?${changed.toString()}`)).toBe('401 provider-request-unknown');
  changed.delete('state');
  expect(await comeBack(client, `?${changed.toString()}`)).toBe('401 provider-request-unknown');
});

test('an answer of another issuer, or of none, is refused (mix-up, RFC 9207)', async () => {
  for (const issuer of ['http://127.0.0.1:1', null]) {
    const client = browser();
    const changed = new URLSearchParams(await visit(client));
    expect(changed.get('iss')).toBe(provider.account.OIDC_ISSUER);
    if (issuer === null) changed.delete('iss');
    else changed.set('iss', issuer);
    expect(await comeBack(client, `?${changed.toString()}`)).toBe('401 provider-answer-refused');
  }
});

test('a code without its verifier, and an identity for another nonce, are refused', async () => {
  const wrongVerifier = browser();
  const first = await visit(wrongVerifier);
  await changeRequest({ codeVerifier: 'b'.repeat(43) });
  expect(await comeBack(wrongVerifier, first)).toBe('401 provider-answer-refused');
  const wrongNonce = browser();
  const second = await visit(wrongNonce);
  await changeRequest({ nonce: 'c'.repeat(43) });
  expect(await comeBack(wrongNonce, second)).toBe('401 provider-answer-refused');
});

test('a code of another sign-in is refused with one’s own state', async () => {
  const [mine, other] = [browser(), browser()];
  const own = new URLSearchParams(await visit(mine));
  const stolen = new URLSearchParams(await visit(other));
  own.set('code', stolen.get('code')!);
  expect(await comeBack(mine, `?${own.toString()}`)).toBe('401 provider-answer-refused');
});

test('after ten minutes at the provider it begins anew', async () => {
  const client = browser();
  const search = await visit(client);
  clock.now += 10 * 60_000;
  expect(await comeBack(client, search)).toBe('401 provider-request-unknown');
  clock.now -= 10 * 60_000;
});

test('who signs out at the provider is signed out here', async () => {
  const client = browser();
  const visitor = new ProviderVisit();
  const search = await visitor.signIn(await begin(client), { number: citizen, level: '2' });
  expect(await comeBack(client, search)).toBe('200');
  await visitor.signOut(`${provider.account.OIDC_ISSUER}/session/end`);
  expect(await said(await client.get('/api/session'))).toBe('401 sign-in-needed');
});

test('who signs out here is led to sign out at the provider', async () => {
  const client = browser();
  const answer = await client.send('POST', '/api/session/provider/return', {
    search: await visit(client),
  });
  const { csrfToken } = (await answer.json()) as Session;
  const gone = await client.send('DELETE', '/api/session', undefined, {
    'x-csrf-token': csrfToken,
  });
  const url = new URL(((await gone.json()) as ProviderPage).url);
  expect(url.origin).toBe(provider.account.OIDC_ISSUER);
  expect(url.searchParams.get('post_logout_redirect_uri')).toBe(`${publicUrl}/my`);
  expect(await said(await client.get('/api/session'))).toBe('401 sign-in-needed');
});

test.each([
  ['no token', ''],
  ['no signature', `${part({ alg: 'none' })}.${part({ sub: citizen })}.`],
  ['our secret as its key', `${part({ alg: 'HS256' })}.${part({ sub: citizen })}.AAAA`],
])('a logout with %s ends nobody’s session', async (_what, token) => {
  const client = browser();
  expect(await comeBack(client, await visit(client))).toBe('200');
  const answer = await app.request('/api/session/provider/logout', {
    method: 'POST',
    body: new URLSearchParams({ logout_token: token }),
  });
  expect(await said(answer)).toBe('401 provider-answer-refused');
  expect(await said(await client.get('/api/session'))).toBe('200');
});

test('a logout that is no form is refused with its code', async () => {
  const answer = await app.request('/api/session/provider/logout', {
    method: 'POST',
    headers: { 'content-type': 'multipart/form-data' },
    body: 'logout_token=',
  });
  expect(await said(answer)).toBe('401 provider-answer-refused');
});

test('where no provider is set there is no such way in', async () => {
  const without = createApp(testDeps(database.db, tmpdir(), clock));
  const answer = await new ApiClient(without).send('POST', '/api/session/provider');
  expect(await said(answer)).toBe('404 provider-unset');
  const methods = await new ApiClient(without).get('/api/sign-in-methods');
  expect(await methods.json()).toEqual({ provider: null, isRegistrationOpen: false });
});

test('a provider that is away is said to be so, and asked again the next time', async () => {
  const account = { ...provider.account, OIDC_ISSUER: 'http://127.0.0.1:1' };
  const away = createApp(testDeps(database.db, tmpdir(), clock, account));
  for (let time = 0; time < 2; time += 1) {
    const answer = await new ApiClient(away).send('POST', '/api/session/provider');
    expect(await said(answer)).toBe('503 provider-unavailable');
  }
});

function part(value: object): string {
  return Buffer.from(JSON.stringify(value)).toString('base64url');
}
