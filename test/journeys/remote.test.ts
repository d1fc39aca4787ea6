import { afterAll, afterEach, beforeAll, expect, jest, test } from '@jest/globals';
import { execFileSync } from 'node:child_process';
import { generateKeyPairSync } from 'node:crypto';
import { mkdtempSync, writeFileSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { setTimeout as sleep } from 'node:timers/promises';
import type { Dossier } from '../../api/contract/dossier';
import type { Candidate, SigningKeyView } from '../../api/contract/signing-key';
import type { TokenState } from '../../api/contract/token';
import { sealPin } from '../../tokens/pin/seal-pin';
import { startProvider, type ProviderCredential } from '../csc/provider';
import { Counter } from './counter';
import type { CertificateRequest } from './issue-certificate';
import { RunningStack } from './running-stack';

/** The leader signs with a key that a provider keeps: cloud and SIM, through the whole running house. */
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
    issueCredential('dam-may', own, { mode: 'explicit', pin }),
    issueCredential('sim', own, { mode: 'implicit' }),
    issueCredential('trang', own, { mode: 'oauth2code' }),
    issueCredential('nguoi-khac', 'Nguyễn Thị Ví Dụ', { mode: 'implicit' }),
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

/** By a process of its own, as the stack's own certificates are. */
function issueCredential(
  id: string,
  commonName: string,
  how: Pick<ProviderCredential, 'mode'> & { pin?: string },
): ProviderCredential {
  const { privateKey, publicKey } = generateKeyPairSync('ec', { namedCurve: 'P-256' });
  const request: CertificateRequest = {
    pkiFolder: join(stack.home, 'pki'),
    publicKey: publicKey.export({ type: 'spki', format: 'der' }).toString('base64'),
    subject: { commonName },
  };
  const loader = join(__dirname, '..', 'register-typescript.cjs');
  const issuer = join(__dirname, 'issue-certificate.ts');
  const args = ['-r', loader, issuer, JSON.stringify(request)];
  const certificate = execFileSync(process.execPath, args, { encoding: 'utf8' });
  return {
    id,
    userId: 'lanh-dao-mau',
    key: privateKey,
    certificates: [Buffer.from(certificate, 'base64')],
    algorithms: ['1.2.840.10045.4.3.2'],
    multisign: 1,
    ...how,
  };
}

const query = () => `officeId=${counter.officeId}`;
const choose = (credentialId: string) =>
  counter.leader.put<SigningKeyView>(`/signing-keys/sign?${query()}`, {
    way: 'remote',
    credentialId,
  });
const readToken = () => counter.leader.get<TokenState>(`/tokens/leader?${query()}`);
const sign = (dossier: Dossier, body: object) =>
  counter.leader.post<Dossier>(`/dossiers/${dossier.id}/sign`, body);
const refusedWith = (code: string) =>
  expect.objectContaining({ problem: expect.objectContaining({ code }) as unknown });
const timesAsked = (method: string) => provider.asked.filter((one) => one.method === method).length;

async function signWith(typed: string, dossier: Dossier): Promise<Dossier> {
  const { publicKey, context, pinExpiresAt } = await readToken();
  const bound = { dossierId: dossier.id, ...context };
  const sealedPin = await sealPin(publicKey, typed, bound, Date.parse(pinExpiresAt));
  return sign(dossier, { sealedPin });
}

test('the provider’s keys are shown, and only those that fit may be chosen', async () => {
  const { items } = await counter.leader.get<{ items: Candidate[] }>(
    `/signing-keys/sign/remote?${query()}&userId=lanh-dao-mau`,
  );
  expect(items.map(({ id, unfit }) => [id, unfit === null])).toEqual([
    ['dam-may', true],
    ['sim', true],
    ['trang', false],
    ['nguoi-khac', false],
  ]);
  await expect(choose('nguoi-khac')).rejects.toEqual(refusedWith('signing-key-unfit'));
  await expect(choose('trang')).rejects.toEqual(refusedWith('signing-key-unfit'));
});

test('a cloud key signs with the PIN typed in our page, put to the provider once', async () => {
  expect(await choose('dam-may')).toMatchObject({ way: 'remote', label: 'dam-may' });
  expect(await readToken()).toMatchObject({ way: 'remote', asks: ['PIN'] });
  const dossier = await counter.submitted();
  await expect(sign(dossier, {})).rejects.toEqual(refusedWith('signing-way-changed'));
  await expect(signWith('000000', dossier)).rejects.toEqual(refusedWith('remote-pin-wrong'));
  expect(timesAsked('credentials/authorize')).toBe(1);
  expect((await signWith(pin, dossier)).stage).toBe('awaiting-seal');
  expect(timesAsked('credentials/authorize')).toBe(2);
  await counter.seal(dossier);
  await counter.waitFor(dossier, 'delivered');
  const file = join(mkdtempSync(join(tmpdir(), 'saoy-copy-')), 'copy.pdf');
  writeFileSync(file, await counter.clerk.getBytes(`/dossiers/${dossier.id}/copy`));
  const verdict = execFileSync(
    process.execPath,
    ['cli/saoy.mjs', 'verify', file, '--trust', stack.ready.trustAnchors, '--json'],
    { encoding: 'utf8' },
  );
  expect(JSON.parse(verdict)).toMatchObject({ verdict: 'valid', intact: 'yes' });
});

test('a SIM is asked by the provider: the page waits, and hears what became of it', async () => {
  await choose('sim');
  expect(await readToken()).toMatchObject({ way: 'remote', asks: [] });
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
