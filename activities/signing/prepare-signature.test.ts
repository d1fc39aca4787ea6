import { afterAll, beforeAll, beforeEach, expect, test } from '@jest/globals';
import type { ActivityDeps } from '../deps';
import { getReadySigner, getSigner } from './prepare-signature';
import { type OwnSigningMethod, SigningKey, Token } from '../../db/signing/entity';
import { getSigningFacts } from '../../db/signing/find-signing-facts';
import { SaoyError } from '../../domain/problem';
import { acceptDossier } from '../../test/fixtures/dossiers';
import { makeOffice, type TestOffice } from '../../test/fixtures/house';
import { startDatabase, type TestDatabase } from '../../test/stack/database';

/** Who signs, by which key: as the person chose it for this office and step. */
let database: TestDatabase;
let here: TestOffice;
let there: TestOffice;
let dossierId: string;
const at = new Date('2026-11-23T02:00:00Z');
const certificates = ['bGVhZg==', 'cm9vdA=='];

beforeAll(async () => {
  database = await startDatabase();
  here = await makeOffice(database.db, '000.00.05.H99', 'Phường Mẫu');
  there = await makeOffice(database.db, '000.00.06.H99', 'Phường Khác');
  ({ id: dossierId } = await acceptDossier(database.db, here, '2026-11-23T02:00:00Z'));
});
afterAll(() => database.stop());
beforeEach(async () => {
  await database.db.manager.deleteAll(SigningKey);
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

const addToken = (trouble: string | null) =>
  database.db.manager.insert(Token, {
    label: 'lanh-dao',
    officeCode: here.code,
    purpose: 'leader',
    certificates,
    keyId: '01',
    trouble,
    pinTriesLeft: 5,
    pinState: 'fine',
    unlockedAt: null,
    seenAt: at,
  });

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
  await expect(get()).rejects.toMatchObject({ code: 'token-key-mismatch' });
  await database.db.manager.update(Token, { label: 'lanh-dao' }, { trouble: 'token-absent' });
  // It may have been put back since it was looked for.
  await expect(get()).resolves.toMatchObject({ method: 'token', label: 'lanh-dao' });
});

test('what stands in the way of a key is told before it signs; else its path and room come with it', async () => {
  await addToken(null);
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
