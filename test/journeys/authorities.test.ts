import { afterAll, afterEach, beforeAll, expect, test } from '@jest/globals';
import { X509Certificate } from 'node:crypto';
import { appendFileSync, existsSync, readFileSync, renameSync } from 'node:fs';
import { join } from 'node:path';
import type { DataSource } from 'typeorm';
import type { Dossier } from '../../api/dossiers/contract';
import type { TokenState } from '../../api/signing-keys/token-contract';
import { createDataSource } from '../../db/data-source';
import { EncryptedPin, Token } from '../../db/signing/entity';
import { openDevelopmentPki } from '../../tokens/pki/create-development-pki';
import { revokeCertificate } from '../../tokens/pki/issue-certificate';
import { setManners, type PkiManners } from '../../tokens/pki/manners';
import { openWorkshop, type Workshop } from '../documents/make-copy';
import { Counter } from './counter';
import { RunningStack } from './running-stack';

/** A running stack whose time stamps come of another root, and what its authorities do on a bad day. */
let other: Workshop;
let stack: RunningStack;
let counter: Counter;
let db: DataSource;

beforeAll(async () => {
  other = await openWorkshop();
  stack = await RunningStack.start({
    TSA_URLS: `${other.url}/tsa`,
    EVIDENCE_PRIVATE_HOSTS: new URL(other.url).host,
  });
  counter = await Counter.open(stack);
  db = await createDataSource(stack.ready.database).initialize();
}, 180_000);
afterEach(() => Promise.all([manners({}), setManners(other.pki.dir, {})]));
afterAll(async () => {
  await db.destroy();
  await stack.end();
  await other.close();
}, 60_000);

const pkiDir = () => join(stack.home, 'pki');
const manners = (changed: PkiManners) => setManners(pkiDir(), changed);

/** Revokes the certificate that a token signs with; @returns what takes that back, as the end of a hold does */
async function revoke(purpose: 'leader' | 'agency', at: number): Promise<() => void> {
  const { certificates } = await db.manager.findOneByOrFail(Token, { purpose });
  const der = Buffer.from(String(certificates[0]), 'base64');
  const serial = new X509Certificate(der).serialNumber.toLowerCase();
  const pki = await openDevelopmentPki(pkiDir());
  await revokeCertificate(pki, { serial, at, reason: 'cessationOfOperation' });
  const file = join(pkiDir(), 'revoked', `issuing-${serial}.json`);
  if (!existsSync(file)) throw new Error('not revoked');
  return () => renameSync(file, join(pkiDir(), `${serial}.was-revoked`));
}

const preflight = async (purpose: 'leader' | 'agency') => {
  const person = purpose === 'leader' ? counter.leader : counter.clerk;
  const state = await person.get<TokenState>(`/tokens/${purpose}?officeId=${counter.officeId}`);
  return state.preflight.filter(({ ok }) => !ok);
};

async function signed(): Promise<Dossier> {
  const dossier = await counter.submitted();
  await counter.sign(dossier);
  return dossier;
}

const pinsTried = async ({ id: dossierId }: Dossier) =>
  (await db.manager.findBy(EncryptedPin, { dossierId })).filter(({ triedAt }) => triedAt !== null);

async function expectDelivered(dossier: Dossier): Promise<void> {
  await counter.waitFor(dossier, 'delivered');
  expect(counter.verify(await counter.fetchCopy(dossier))).toMatchObject({ verdict: 'valid' });
}

/** How long an answer may be kept before an act. */
const forgotten = (ms: number) => new Promise((resolve) => setTimeout(resolve, ms));

test('without a path from its time stamps a dossier is refused before a PIN is used, and goes on with one', async () => {
  const dossier = await counter.submitted();
  expect(await preflight('leader')).toMatchObject([{ check: 'time-stamp' }]);
  await expect(counter.sign(dossier)).rejects.toMatchObject({
    problem: { code: 'path-unavailable' },
  });
  expect(await pinsTried(dossier)).toEqual([]);
  expect((await counter.get(dossier)).stage).toBe('awaiting-signature');
  appendFileSync(stack.ready.trustAnchors, readFileSync(other.pki.rootFile));
  await forgotten(3_100);
  await counter.sign(dossier);
  await counter.seal(dossier);
  await expectDelivered(dossier);
}, 120_000);

test('a certificate that was revoked an hour ago signs nothing, seals nothing, takes no number', async () => {
  const hourAgo = Date.now() - 3_600_000;
  const toSeal = await signed();
  const toSign = await counter.submitted();
  const holds = [await revoke('leader', hourAgo), await revoke('agency', hourAgo)];
  await forgotten(10_100);
  const refusal = { problem: { code: 'certificate-revoked', status: 422 } };
  await expect(counter.sign(toSign)).rejects.toMatchObject(refusal);
  await expect(counter.seal(toSeal)).rejects.toMatchObject(refusal);
  for (const dossier of [toSign, toSeal]) {
    expect((await counter.get(dossier)).registerNumber).toBeNull();
    expect((await pinsTried(dossier)).filter(({ step }) => step === 'seal')).toEqual([]);
  }
  expect(await pinsTried(toSign)).toEqual([]);
  for (const end of holds) end();
  await forgotten(10_100);
  await counter.sign(toSign);
  for (const dossier of [toSign, toSeal]) {
    await counter.seal(dossier);
    await expectDelivered(dossier);
  }
}, 180_000);

test('a leader’s certificate revoked after the signature does not hold the copy up', async () => {
  const dossier = await signed();
  await forgotten(1_100);
  const end = await revoke('leader', Date.now());
  await counter.seal(dossier);
  await expectDelivered(dossier);
  end();
}, 120_000);

test.each<[string, PkiManners]>([
  ['refuse nonces', { refusesNonces: true }],
  [
    'have no OCSP, and CRLs as text behind a redirect',
    { hasNoOcsp: true, crlAsPem: true, crlRedirects: 1 },
  ],
])(
  'authorities that %s serve as well',
  async (_name, changed) => {
    await manners(changed);
    const dossier = await signed();
    await counter.seal(dossier);
    await expectDelivered(dossier);
  },
  120_000,
);

test('answers made three hours ago let it be sealed; it then says whose word it awaits, and until when', async () => {
  await manners({ madeMsAgo: 3 * 3_600_000 });
  const dossier = await signed();
  await counter.seal(dossier);
  const giveUpAt = Date.now() + 30_000;
  const awaits = async () => (await counter.get(dossier)).waiting?.code === 'revocation-awaited';
  while (!(await awaits())) {
    if (Date.now() > giveUpAt) throw new Error('it does not say what it awaits');
    await forgotten(200);
  }
  await manners({});
  await expectDelivered(dossier);
}, 120_000);
