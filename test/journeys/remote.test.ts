import { afterAll, afterEach, beforeAll, describe, expect, jest, test } from '@jest/globals';
import { randomUUID } from 'node:crypto';
import { setTimeout as sleep } from 'node:timers/promises';
import type { Dossier } from '../../api/dossiers/contract';
import type { Candidate, Consented, SigningKeyView } from '../../api/signing-keys/contract';
import type { TokenState } from '../../api/signing-keys/token-contract';
import { encryptPin } from '../../tokens/pin/encrypt-pin';
import { issueCredential } from '../csc/issue-credential';
import { startProvider, type ProviderCredential } from '../csc/provider';
import type { PersonClient } from '../../scripts/sample/http-client';
import { Counter } from './counter';
import { RunningStack } from './running-stack';
import { filesUnder, tracesOf } from './traces';

/**
 * The leader signs with a key that a provider keeps: cloud, SIM, or confirmed on the provider's page,
 * through the whole running house.
 */
jest.setTimeout(120_000);

const pin = '246810';
const credentials: ProviderCredential[] = [];
let provider: Awaited<ReturnType<typeof startProvider>>;
let stack: RunningStack;
let counter: Counter;

beforeAll(async () => {
  provider = await startProvider(credentials);
  const { baseUrl, clientId, clientSecret } = provider.account;
  stack = await RunningStack.start({
    CSC_BASE_URL: baseUrl,
    CSC_CLIENT_ID: clientId,
    CSC_CLIENT_SECRET: clientSecret,
  });
  counter = await Counter.open(stack);
  const own = counter.leader.session.person.fullName;
  credentials.push(
    issueCredential(stack, 'dam-may', own, { mode: 'explicit', pin }),
    issueCredential(stack, 'sim', own, { mode: 'implicit' }),
    issueCredential(stack, 'trang', own, { mode: 'oauth2code' }),
    issueCredential(stack, 'dau', counter.clerk.session.offices[0]?.name ?? '', {
      mode: 'oauth2code',
      userId: 'van-thu-mau',
    }),
    issueCredential(stack, 'nguoi-khac', 'Nguyễn Thị Ví Dụ', { mode: 'implicit' }),
  );
}, 150_000);
afterAll(async () => {
  await stack.end();
  await provider.close();
}, 40_000);
afterEach(() => {
  provider.behaviour.fail = undefined;
  provider.asked.length = 0;
});

const query = () => `officeId=${counter.officeId}`;
const choose = (credentialId: string, step: 'sign' | 'seal' = 'sign') =>
  counter[step === 'sign' ? 'leader' : 'clerk'].put<SigningKeyView>(
    `/signing-keys/${step}?${query()}`,
    { method: 'remote', credentialId },
  );
const readToken = () => counter.leader.get<TokenState>(`/tokens/leader?${query()}`);
const sign = (dossier: Dossier, body: object) =>
  counter.leader.post<Dossier>(`/dossiers/${dossier.id}/sign`, body);
const refusedWith = (code: string) =>
  expect.objectContaining({ problem: expect.objectContaining({ code }) as unknown });
const timesAsked = (method: string) => provider.asked.filter((one) => one.method === method).length;

async function signWith(typed: string, dossier: Dossier): Promise<Dossier> {
  const { publicKey, context, pinExpiresAt } = await readToken();
  const bound = { dossierId: dossier.id, ...context };
  const encryptedPin = await encryptPin(publicKey, typed, bound, Date.parse(pinExpiresAt));
  return sign(dossier, { encryptedPin });
}

test('the provider’s keys are shown, and only those that fit may be chosen', async () => {
  const { items } = await counter.leader.get<{ items: Candidate[] }>(
    `/signing-keys/sign/remote?${query()}&userId=lanh-dao-mau`,
  );
  expect(items.map(({ id, unfit }) => [id, unfit === null])).toEqual([
    ['dam-may', true],
    ['sim', true],
    ['trang', true],
    ['nguoi-khac', false],
  ]);
  await expect(choose('nguoi-khac')).rejects.toEqual(refusedWith('signing-key-unfit'));
});

test('a cloud key signs with the PIN typed in our page, put to the provider once', async () => {
  expect(await choose('dam-may')).toMatchObject({ method: 'remote', label: 'dam-may' });
  expect(await readToken()).toMatchObject({ method: 'remote', asks: ['PIN'] });
  const dossier = await counter.submitted();
  await expect(sign(dossier, {})).rejects.toEqual(refusedWith('signing-method-changed'));
  await expect(signWith('000000', dossier)).rejects.toEqual(refusedWith('remote-pin-wrong'));
  expect(timesAsked('credentials/authorize')).toBe(1);
  expect((await signWith(pin, dossier)).stage).toBe('awaiting-seal');
  expect(timesAsked('credentials/authorize')).toBe(2);
  await counter.seal(dossier);
  await counter.waitFor(dossier, 'delivered');
  const file = await counter.fetchCopy(dossier);
  expect(counter.verify(file)).toMatchObject({ verdict: 'valid', intact: 'yes' });
});

test('a SIM is asked by the provider: the page waits, and hears what became of it', async () => {
  await choose('sim');
  expect(await readToken()).toMatchObject({ method: 'remote', asks: [] });
  const dossier = await counter.submitted();
  provider.behaviour.fail = [400, { error: 'access_denied' }];
  // It may be refused before the page is answered, or after.
  await sign(dossier, {}).catch((error: unknown) => {
    expect(error).toEqual(refusedWith('remote-refused'));
  });
  const giveUpAt = Date.now() + 20_000;
  let refused = await counter.leader.get<Dossier>(`/dossiers/${dossier.id}`);
  while (refused.signing?.status !== 'failed' && Date.now() < giveUpAt) {
    await sleep(100);
    refused = await counter.leader.get<Dossier>(`/dossiers/${dossier.id}`);
  }
  expect(refused).toMatchObject({
    stage: 'awaiting-signature',
    signing: { status: 'failed', code: 'remote-refused' },
  });
  provider.behaviour.fail = undefined;
  await sleep(1_000);
  await sign(dossier, {});
  await counter.waitFor(dossier, 'awaiting-seal');
});

describe('a key that is confirmed on the provider’s page', () => {
  interface Given {
    state: string;
    code?: string;
    error?: string;
  }
  /** All that ever came back from the provider. */
  const codes: string[] = [];

  /** As the browser: to the provider's page and back to ours. */
  async function visit(dossier: Dossier, person: PersonClient = counter.leader): Promise<Given> {
    const { url } = await person.post<{ url: string }>(`/dossiers/${dossier.id}/consent`, {});
    const { headers } = await fetch(url, { redirect: 'manual' });
    const back = new URL(headers.get('location') ?? '');
    expect(back.origin + back.pathname).toBe(`${stack.ready.url}/signing-consent`);
    const given = Object.fromEntries(back.searchParams) as unknown as Given;
    if (given.code) codes.push(given.code);
    return given;
  }
  const give = (given: Given, person: PersonClient = counter.leader, key?: string) =>
    person.post<Consented>('/signing-keys/consent', given, key);
  const read = ({ id }: Dossier) => counter.leader.get<Dossier>(`/dossiers/${id}`);

  /** Pressed "Ký" and waiting; where an act has just ended, as soon as it is over. */
  async function waiting(dossier: Dossier): Promise<Dossier> {
    const giveUpAt = Date.now() + 20_000;
    for (;;) {
      const answer = await sign(dossier, {}).catch((error: unknown) => {
        if (Date.now() > giveUpAt) throw error;
        expect(error).toEqual(refusedWith('dossier-busy'));
      });
      if (answer) return answer;
      await sleep(200);
    }
  }
  const failedWith = (code: string) => ({
    stage: 'awaiting-signature',
    signing: { method: 'consent', status: 'failed', code },
  });

  test('signs and seals: asked, consented to, brought back, delivered', async () => {
    expect(await choose('trang')).toMatchObject({ method: 'consent', label: 'trang' });
    expect(await readToken()).toMatchObject({ method: 'consent', asks: [] });
    const dossier = await counter.submitted();
    expect(await waiting(dossier)).toMatchObject({
      stage: 'awaiting-signature',
      signing: { method: 'consent', status: 'waiting' },
    });
    const given = await visit(dossier);
    const key = randomUUID();
    const consented = { dossierId: dossier.id, step: 'sign' };
    expect(await give(given, counter.leader, key)).toEqual(consented);
    // The same act sent again, for its answer got lost.
    expect(await give(given, counter.leader, key)).toEqual(consented);
    await counter.waitFor(dossier, 'awaiting-seal');
    expect(timesAsked('signatures/signHash')).toBe(1);

    expect(await choose('dau', 'seal')).toMatchObject({ method: 'consent' });
    await counter.clerk.post(`/dossiers/${dossier.id}/seal`, {});
    await give(await visit(dossier, counter.clerk), counter.clerk);
    await counter.waitFor(dossier, 'delivered');
    await counter.clerk.put(`/signing-keys/seal?${query()}`, { method: 'token' });
  });

  test('the page that people come back to needs no cookie and hands no address on', async () => {
    const page = await fetch(`${stack.ready.url}/signing-consent?code=x&state=y`);
    expect(page.status).toBe(200);
    expect(page.headers.get('content-type')).toContain('text/html');
    expect(page.headers.get('referrer-policy')).toBe('no-referrer');
    expect(page.headers.get('cache-control')).toBe('no-store');
  });

  test('a state that was used, made up, or is somebody else’s changes nothing', async () => {
    const dossier = await counter.submitted();
    await waiting(dossier);
    const given = await visit(dossier);
    const stranger = await fetch(`${stack.ready.url}/api/signing-keys/consent`, {
      method: 'POST',
      headers: { 'content-type': 'application/json', 'idempotency-key': randomUUID() },
      body: JSON.stringify(given),
    });
    expect(stranger.status).toBe(401);
    await expect(give(given, counter.clerk)).rejects.toEqual(refusedWith('consent-not-yours'));
    await expect(give(given, counter.officer)).rejects.toEqual(refusedWith('right-missing'));
    await expect(give({ ...given, state: 'x'.repeat(43) })).rejects.toEqual(
      refusedWith('consent-unknown'),
    );
    const link = `/dossiers/${dossier.id}/consent`;
    await expect(counter.clerk.post(link, {})).rejects.toEqual(refusedWith('signing-not-waiting'));
    await expect(counter.officer.post(link, {})).rejects.toEqual(refusedWith('right-missing'));
    expect(await read(dossier)).toMatchObject({ signing: { status: 'waiting' } });
    const both = await Promise.allSettled([give(given), give(given)]);
    expect(both.filter(({ status }) => status === 'fulfilled')).toHaveLength(1);
    await counter.waitFor(dossier, 'awaiting-seal');
    await expect(give(given)).rejects.toEqual(refusedWith('consent-used'));
    expect(timesAsked('signatures/signHash')).toBe(1);
  });

  test('a code that is made up, or was given for another dossier, ends the request; it is signed anew', async () => {
    const [dossier, other] = [await counter.submitted(), await counter.submitted()];
    await waiting(dossier);
    await give({ ...(await visit(dossier)), code: 'khong-phai-ma-nay' });
    expect(await read(dossier)).toMatchObject(failedWith('consent-refused'));
    await waiting(other);
    await waiting(dossier);
    const { code = '' } = await visit(other);
    await give({ ...(await visit(dossier)), code });
    expect(await read(dossier)).toMatchObject(failedWith('consent-refused'));
    expect(timesAsked('signatures/signHash')).toBe(0);
    await waiting(dossier);
    await give(await visit(dossier));
    await counter.waitFor(dossier, 'awaiting-seal');
  });

  test('consent denied, a request taken back, a provider that is away: each has its sentence', async () => {
    const dossier = await counter.submitted();
    await waiting(dossier);
    const { state } = await visit(dossier);
    await give({ state, error: 'access_denied' });
    expect(await read(dossier)).toMatchObject(failedWith('consent-denied'));

    await waiting(dossier);
    provider.behaviour.fail = [503, {}];
    const link = `/dossiers/${dossier.id}/consent`;
    await expect(counter.leader.post(link, {})).rejects.toEqual(
      refusedWith('remote-provider-unavailable'),
    );
    expect(await read(dossier)).toMatchObject({ signing: { status: 'waiting' } });
    provider.behaviour.fail = undefined;
    const given = await visit(dossier);
    provider.behaviour.fail = [503, {}];
    await give(given);
    expect(await read(dossier)).toMatchObject(failedWith('remote-provider-unavailable'));
    provider.behaviour.fail = undefined;

    await waiting(dossier);
    const late = await visit(dossier);
    await counter.leader.post(`/dossiers/${dossier.id}/stop-signing`, {});
    await expect(give(late)).rejects.toEqual(refusedWith('signing-not-waiting'));
    await waiting(dossier);
    await give(await visit(dossier));
    await counter.waitFor(dossier, 'awaiting-seal');
  });

  test('where the API is killed while the provider signs, the request waits and is confirmed anew', async () => {
    const dossier = await counter.submitted();
    await waiting(dossier);
    provider.behaviour.tamper = (signature) => {
      stack.kill('api');
      return signature;
    };
    await expect(give(await visit(dossier))).rejects.toThrow();
    provider.behaviour.tamper = (signature) => signature;
    expect(await whenBack(() => read(dossier))).toMatchObject({
      stage: 'awaiting-signature',
      signing: { status: 'waiting' },
    });
    await give(await visit(dossier));
    await counter.waitFor(dossier, 'awaiting-seal');
  });

  /** The first answer of an API that is being brought back. */
  async function whenBack<T>(ask: () => Promise<T>): Promise<T> {
    const giveUpAt = Date.now() + 30_000;
    for (;;) {
      const answer = await ask().catch((error: unknown) => {
        if (Date.now() > giveUpAt) throw error;
      });
      if (answer !== undefined) return answer;
      await sleep(200);
    }
  }

  test('a batch says that such a key signs one dossier at a time', async () => {
    const dossier = await counter.submitted();
    await counter.leader.put(`/dossiers/${dossier.id}/opening`, {});
    const items = [{ dossierId: dossier.id }];
    const batch = { officeId: counter.officeId, action: 'sign', items };
    await expect(counter.leader.post('/batches', batch)).rejects.toEqual(
      refusedWith('signing-one-at-a-time'),
    );
    expect(await read(dossier)).toMatchObject({ stage: 'awaiting-signature', signing: null });
  });

  test('no code stands in a log, in Temporal’s history, in the database or in a file', async () => {
    const { username } = stack.account('leader');
    await stack.end();
    const places = filesUnder(stack.home);
    expect(codes.length).toBeGreaterThan(5);
    expect(tracesOf(username, places).length).toBeGreaterThan(0);
    expect(codes.flatMap((code) => tracesOf(code, places))).toEqual([]);
  });
});
