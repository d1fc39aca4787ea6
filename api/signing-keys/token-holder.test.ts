import 'reflect-metadata';
import { mkdtemp, rm } from 'node:fs/promises';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { afterAll, beforeAll, beforeEach, expect, test } from '@jest/globals';
import { AuditEvent } from '../../db/audit/entity';
import { OfficeRight, Person } from '../../db/people/entity';
import { Token, TokenHolder } from '../../db/signing/entity';
import { ApiClient, said, testDeps } from '../../test/fixtures/api-client';
import { certified } from '../../test/fixtures/certified';
import { giveRight, makeOffice, makePerson, type TestOffice } from '../../test/fixtures/house';
import { startDatabase, type TestDatabase } from '../../test/stack/database';
import { createPinKey } from '../../tokens/pin/pin-key';
import { createDevelopmentPki, type DevelopmentPki } from '../../tokens/pki/create-development-pki';
import { createApp } from '../app';
import type { OfficeTokens } from './token-contract';

/** Whose a token at our server is: declared by an administrator, held against its certificate. */
const leaderName = 'Trần Thị Lãnh Đạo Mẫu';
const clock = { now: Date.parse('2026-11-23T14:00:00+07:00') };
let database: TestDatabase;
let folder: string;
let pki: DevelopmentPki;
let here: TestOffice;
let there: TestOffice;
let deputy: string;
let admin: ApiClient;
let leader: ApiClient;
let clerk: ApiClient;

beforeAll(async () => {
  database = await startDatabase();
  const { db } = database;
  folder = await mkdtemp(join(tmpdir(), 'saoy-holders-'));
  const files = { privateKey: join(folder, 'pin.pem'), publicKey: join(folder, 'pin.pub.pem') };
  await createPinKey(files);
  pki = await createDevelopmentPki({
    ...{ dir: join(folder, 'pki'), baseUrl: 'http://127.0.0.1:1', now: Date.parse('2024-01-01') },
  });
  here = await makeOffice(db, '000.00.07.H99', 'UBND Phường Mẫu');
  there = await makeOffice(db, '000.00.08.H99', 'UBND Phường Khác');
  await db.manager.update(Person, { id: here.staff.leader }, { fullName: leaderName });
  deputy = await makePerson(db, { username: 'pho', kind: 'staff', fullName: 'Đỗ Văn Phó Mẫu' });
  await giveRight(db, { personId: deputy, officeId: here.id, right: 'sign' });
  const administrator = await makePerson(db, { username: 'quan-tri', kind: 'staff' });
  await giveRight(db, { personId: administrator, officeId: here.id, right: 'administer' });
  const environment = { PIN_PUBLIC_KEY_FILE: files.publicKey, TRUST_ANCHORS_FILE: pki.rootFile };
  const app = createApp(testDeps(db, folder, clock, environment));
  admin = await new ApiClient(app).signIn('quan-tri');
  clerk = await new ApiClient(app).signIn(`clerk.${here.code}`);
  leader = await new ApiClient(app).signIn(`leader.${here.code}`);
}, 60_000);
afterAll(async () => {
  await database.stop();
  await rm(folder, { recursive: true });
});
beforeEach(async () => {
  const { manager } = database.db;
  await manager.deleteAll(TokenHolder);
  await manager.deleteAll(Token);
  const state = { keyId: '01', trouble: null, pinTriesLeft: 3, pinState: 'fine' as const };
  const shared = { ...state, unlockedAt: null, seenAt: new Date(clock.now) };
  const certificates = await certified(pki, { commonName: leaderName });
  await manager.insert(Token, [
    { ...shared, certificates, label: 'lanh-dao', officeCode: here.code, purpose: 'leader' },
    { ...shared, certificates, label: 'co-quan', officeCode: here.code, purpose: 'agency' },
    { ...shared, certificates, label: 'noi-khac', officeCode: there.code, purpose: 'leader' },
  ]);
});

const declare = (personId: string | null, label = 'lanh-dao', who = admin, office = here) =>
  who.send('PUT', `/api/offices/${office.id}/tokens/${label}/holder`, { personId });
const list = async () =>
  (await (await admin.get(`/api/offices/${here.id}/tokens`)).json()) as OfficeTokens;
const reasonOf = async (answer: Response) =>
  ((await answer.json()) as { params: { reason: string } }).params.reason;
const asLeader = async () => said(await leader.get(`/api/tokens/leader?officeId=${here.id}`));

test('an administrator sees the tokens of the office alone, what they hold, and who may have one', async () => {
  const { items, signers } = await list();
  expect(items).toMatchObject([
    { label: 'co-quan', purpose: 'agency', holder: null, trouble: null },
    { label: 'lanh-dao', subject: leaderName, validTo: '2027-01-01T00:00:00.000Z', locked: false },
  ]);
  expect(signers.map(({ id }) => id).sort()).toEqual([here.staff.leader, deputy].sort());
});

test('nobody signs with a token before it is declared, and then one person alone', async () => {
  expect(await asLeader()).toBe('422 token-holder-missing');
  expect((await declare(here.staff.leader)).status).toBe(200);
  expect((await list()).items[1]?.holder).toEqual({ id: here.staff.leader, fullName: leaderName });
  expect(await asLeader()).toBe('200');
  await database.db.manager.update(TokenHolder, { label: 'lanh-dao' }, { personId: deputy });
  expect(await asLeader()).toBe('422 token-of-another');
  expect((await declare(null)).status).toBe(200);
  expect(await asLeader()).toBe('422 token-holder-missing');
});

test('a certificate that names another is told before a PIN is typed, of the agency’s token too', async () => {
  const { manager } = database.db;
  await declare(here.staff.leader);
  const certificates = await certified(pki, { commonName: 'Đỗ Văn Khác' });
  await manager.update(Token, { label: 'lanh-dao' }, { certificates });
  expect(await asLeader()).toBe('422 token-names-another');
  const asClerk = () => clerk.get(`/api/tokens/agency?officeId=${here.id}`);
  expect(await said(await asClerk())).toBe('422 token-names-another');
  const own = await certified(pki, { commonName: 'UBND Phường Mẫu' });
  await manager.update(Token, { label: 'co-quan' }, { certificates: own });
  expect(await said(await asClerk())).toBe('200');
});

test('the second leader of an office signs with a token of their own', async () => {
  const { manager } = database.db;
  const token = await manager.findOneByOrFail(Token, { label: 'lanh-dao' });
  const certificates = await certified(pki, { commonName: 'Đỗ Văn Phó Mẫu' });
  await manager.insert(Token, { ...token, label: 'a-pho', certificates });
  expect((await declare(deputy, 'a-pho')).status).toBe(200);
  expect((await declare(here.staff.leader)).status).toBe(200);
  const state = await leader.get(`/api/tokens/leader?officeId=${here.id}`);
  expect(await state.json()).toMatchObject({ label: 'lanh-dao' });
});

test('the declaration is refused where certificate, right or place do not fit', async () => {
  expect(await reasonOf(await declare(deputy))).toBe('chứng thư mang tên người khác');
  expect(await reasonOf(await declare(here.staff.clerk))).toMatch(/không có quyền ký/);
  const { manager } = database.db;
  await manager.update(Token, { label: 'lanh-dao' }, { certificates: [] });
  expect(await reasonOf(await declare(here.staff.leader))).toMatch(/chưa biết chứng thư/);
  const ended = await certified(pki, {
    commonName: leaderName,
    from: '2025-01-01',
    to: '2026-11-22',
  });
  await manager.update(Token, { label: 'lanh-dao' }, { certificates: ended });
  expect(await reasonOf(await declare(here.staff.leader))).toBe('chứng thư đã hết hạn');
  expect(await said(await declare(here.staff.leader, 'noi-khac'))).toBe('404 token-unknown');
  expect(await said(await declare(here.staff.leader, 'co-quan'))).toBe('404 token-unknown');
  expect(await said(await declare(there.staff.leader, 'noi-khac', admin, there))).toBe(
    '404 office-unknown',
  );
  expect(await said(await declare(here.staff.leader, 'lanh-dao', leader))).toBe(
    '403 right-missing',
  );
  expect(await manager.count(TokenHolder)).toBe(0);
});

test('whose right to sign has ended cannot be declared any more', async () => {
  const { manager } = database.db;
  const ofLeader = { personId: here.staff.leader, right: 'sign' as const };
  await manager.update(OfficeRight, ofLeader, { untilAt: new Date(clock.now - 1) });
  expect(await reasonOf(await declare(here.staff.leader))).toMatch(/không có quyền ký/);
  await manager.update(OfficeRight, ofLeader, { untilAt: null });
});

test('the audit log tells whose it was before', async () => {
  const told = { action: 'token-holder', officeId: here.id };
  const before = await database.db.manager.countBy(AuditEvent, told);
  await declare(here.staff.leader);
  await declare(null);
  const events = await database.db.manager.find(AuditEvent, {
    where: told,
    order: { sequence: 'ASC' },
  });
  expect(events.slice(before).map(({ details }) => details)).toEqual([
    { token: 'lanh-dao', personId: here.staff.leader, personIdBefore: null },
    { token: 'lanh-dao', personId: null, personIdBefore: here.staff.leader },
  ]);
});
