import { mkdtemp, rm } from 'node:fs/promises';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { afterAll, beforeAll, beforeEach, expect, test } from '@jest/globals';
import type { ActivityDeps } from '../deps';
import { getReadySigner, getSigner } from './prepare-signature';
import { type OwnSigningMethod, SigningKey, Token, TokenHolder } from '../../db/signing/entity';
import { getSigningFacts } from '../../db/signing/find-signing-facts';
import { SaoyError } from '../../domain/problem';
import { certified } from '../../test/fixtures/certified';
import { acceptDossier } from '../../test/fixtures/dossiers';
import { makeOffice, type TestOffice } from '../../test/fixtures/house';
import { startDatabase, type TestDatabase } from '../../test/stack/database';
import { createDevelopmentPki, type DevelopmentPki } from '../../tokens/pki/create-development-pki';

/** Who signs, by which key: as the person chose it for this office and step. */
let database: TestDatabase;
let here: TestOffice;
let there: TestOffice;
let dossierId: string;
const at = new Date('2026-11-23T02:00:00Z');
let folder: string;
let pki: DevelopmentPki;
let certificates: string[];

beforeAll(async () => {
  database = await startDatabase();
  folder = await mkdtemp(join(tmpdir(), 'saoy-prepare-'));
  pki = await createDevelopmentPki({
    ...{ dir: folder, baseUrl: 'http://127.0.0.1:1', now: Date.parse('2024-01-01') },
  });
  certificates = await certified(pki);
  here = await makeOffice(database.db, '000.00.05.H99', 'Phường Mẫu');
  there = await makeOffice(database.db, '000.00.06.H99', 'Phường Khác');
  ({ id: dossierId } = await acceptDossier(database.db, here, '2026-11-23T02:00:00Z'));
});
afterAll(() => Promise.all([database.stop(), rm(folder, { recursive: true })]));
beforeEach(async () => {
  await database.db.manager.deleteAll(SigningKey);
  await database.db.manager.deleteAll(TokenHolder);
  await database.db.manager.deleteAll(Token);
});

const choose = (method: OwnSigningMethod, office: TestOffice) =>
  database.db.manager.insert(SigningKey, {
    personId: here.staff.leader,
    officeId: office.id,
    step: 'sign',
    method,
    label: 'của tôi',
    asks: [],
    certificates,
    chosenAt: at,
  });
const facts = () =>
  getSigningFacts(database.db.manager, {
    ...{ dossierId, step: 'sign', actorId: here.staff.leader },
    at: Date.parse('2026-11-23T09:00:00+07:00'),
  });
const get = async (method?: OwnSigningMethod) => getSigner(await facts(), { step: 'sign', method });

const addToken = (trouble: string | null, changes: Partial<Token> = {}) =>
  database.db.manager.insert(Token, {
    ...{ label: 'lanh-dao', officeCode: here.code, purpose: 'leader', certificates, keyId: '01' },
    ...{ trouble, pinTriesLeft: 5, pinState: 'fine', unlockedAt: null, seenAt: at, ...changes },
  });
const declare = (personId: string, label = 'lanh-dao') =>
  database.db.manager.save(TokenHolder, { label, personId, declaredBy: null, declaredAt: at });

test('the key that was chosen in this office signs by the method that was chosen', async () => {
  await choose('agent', here);
  expect(await get('agent')).toMatchObject({ method: 'agent', label: 'của tôi' });
});

test('an input for the agent after the person chose the provider is signing-method-changed', async () => {
  await choose('remote', here);
  await expect(get('agent')).rejects.toMatchObject({ code: 'signing-method-changed' });
});

test('who holds a key in another office has none here', async () => {
  await choose('agent', there);
  await expect(get('agent')).rejects.toMatchObject({ code: 'signing-method-changed' });
});

test('a token that was never seen is absent, and one whose key is no pair is refused', async () => {
  await expect(get()).rejects.toMatchObject({ code: 'token-absent' });
  await addToken('token-key-mismatch');
  await declare(here.staff.leader);
  await expect(get()).rejects.toMatchObject({ code: 'token-key-mismatch' });
  await database.db.manager.update(Token, { label: 'lanh-dao' }, { trouble: 'token-absent' });
  // It may have been put back since it was looked for.
  await expect(get()).resolves.toMatchObject({ method: 'token', label: 'lanh-dao' });
});

test('a token at the server signs for whom it is declared to be, by a certificate of that name', async () => {
  await addToken(null);
  await expect(get()).rejects.toMatchObject({ code: 'token-holder-missing' });
  await declare(here.staff.clerk);
  await expect(get()).rejects.toMatchObject({ code: 'token-of-another' });
  await declare(here.staff.leader);
  await expect(get()).resolves.toMatchObject({ label: 'lanh-dao' });
  const another = await certified(pki, { commonName: 'Đỗ Văn Khác' });
  await database.db.manager.update(Token, { label: 'lanh-dao' }, { certificates: another });
  await expect(get()).rejects.toMatchObject({
    code: 'token-names-another',
    params: { token: 'lanh-dao', subject: 'Đỗ Văn Khác' },
  });
});

test('of several tokens of an office, the signer’s own is taken', async () => {
  await addToken(null, { label: 'a-khac' });
  await addToken(null);
  await declare(here.staff.clerk, 'a-khac');
  await declare(here.staff.leader);
  await expect(get()).resolves.toMatchObject({ label: 'lanh-dao' });
});

test('the agency’s token seals for its office alone, whoever asks', async () => {
  const seal = async () =>
    getSigner(
      await getSigningFacts(database.db.manager, {
        ...{ dossierId, step: 'seal', actorId: here.staff.clerk, at: at.getTime() },
      }),
      { step: 'seal' },
    );
  await addToken(null, { label: 'co-quan', purpose: 'agency' });
  await expect(seal()).rejects.toMatchObject({ code: 'token-names-another' });
  const own = await certified(pki, { commonName: 'Phường Mẫu' });
  await database.db.manager.update(Token, { label: 'co-quan' }, { certificates: own });
  await expect(seal()).resolves.toMatchObject({ label: 'co-quan' });
});

test('what stands in the way of a key is told before it signs; else its path and room come with it', async () => {
  await addToken(null);
  await declare(here.staff.leader);
  const timestamp = { stamp: () => Promise.reject(new Error()), bytesSeen: () => 9_000 };
  const ready = async (require: ActivityDeps['readiness']['require']) =>
    getReadySigner({ timestamp, readiness: { require } }, await facts(), { step: 'sign' });
  await expect(
    ready(() => Promise.reject(new SaoyError('certificate-revoked'))),
  ).rejects.toMatchObject({ code: 'certificate-revoked' });
  const found = { chain: [Buffer.from('ca')], anchors: [Buffer.from('root')], tokenBytes: 4_000 };
  expect(await ready(() => Promise.resolve(found))).toMatchObject({
    label: 'lanh-dao',
    ...found,
    tokenBytes: 9_000,
  });
});
