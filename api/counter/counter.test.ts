import 'reflect-metadata';
import { afterAll, beforeAll, expect, test } from '@jest/globals';
import { mkdtemp, rm } from 'node:fs/promises';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { Token, TokenHolder } from '../../db/signing/entity';
import { Book } from '../../db/registers/entity';
import { AuditEvent } from '../../db/audit/entity';
import { ensureBook } from '../../db/registers/make-book';
import { ApiClient, said, testDeps } from '../../test/fixtures/api-client';
import { certified } from '../../test/fixtures/certified';
import { acceptDossier } from '../../test/fixtures/dossiers';
import { type TestOffice, giveRight, makeOffice, makePerson } from '../../test/fixtures/house';
import { type TestDatabase, startDatabase } from '../../test/stack/database';
import { createDevelopmentPki, type DevelopmentPki } from '../../tokens/pki/create-development-pki';
import { createPinKey } from '../../tokens/pin/pin-key';
import { createApp } from '../app';
import type { TokenState } from '../signing-keys/token-contract';
import type { App } from '../http/env';

let database: TestDatabase;
let here: TestOffice;
let there: TestOffice;
let folder: string;
let app: App;
let pki: DevelopmentPki;
const clock = { now: Date.parse('2026-11-23T14:00:00+07:00') };
const as: Record<'officer' | 'leader' | 'clerk' | 'supervisor' | 'citizen', ApiClient> =
  {} as never;

beforeAll(async () => {
  database = await startDatabase();
  const { db } = database;
  folder = await mkdtemp(join(tmpdir(), 'saoy-counter-'));
  const files = { privateKey: join(folder, 'pin.pem'), publicKey: join(folder, 'pin.pub.pem') };
  await createPinKey(files);
  here = await makeOffice(db, 'mau-01', 'UBND Phường Mẫu');
  there = await makeOffice(db, 'mau-02', 'UBND Phường Khác');
  pki = await createDevelopmentPki({
    dir: join(folder, 'pki'),
    baseUrl: 'http://127.0.0.1:1',
    now: Date.parse('2024-01-01'),
  });
  const environment = { PIN_PUBLIC_KEY_FILE: files.publicKey, TRUST_ANCHORS_FILE: pki.rootFile };
  app = createApp(testDeps(db, folder, clock, environment));
  await makePerson(db, {
    username: '001200000001',
    kind: 'citizen',
    identifier: '001200000001',
    fullName: 'Trần Văn Mẫu',
    email: 'mau@example.vn',
  });
  for (const role of ['officer', 'leader', 'clerk', 'supervisor'] as const) {
    as[role] = await new ApiClient(app).signIn(`${role}.mau-01`);
  }
  as.citizen = await new ApiClient(app).signIn('001200000001');
}, 60_000);
afterAll(async () => {
  await database.stop();
  await rm(folder, { recursive: true });
});

const counterOf = (office: TestOffice) => `/api/offices/${office.id}/counter`;

test('the counter knows grounds, limits and the due time, with the reason', async () => {
  const answer = await as.officer.get(counterOf(here));
  expect(await answer.json()).toMatchObject({
    cutOff: '15:00',
    scan: { maxBytes: 31_457_280, pagesDiffer: 'warn' },
    extensionDaysMax: 2,
    dueIfAcceptedNow: { legalDue: '2026-11-23T10:30:00.000Z', appointmentSlip: false },
  });
});

test('after the cut-off the next working day is due, past the holiday of 24/11', async () => {
  clock.now = Date.parse('2026-11-23T15:00:00.001+07:00');
  const counter = (await (await as.officer.get(counterOf(here))).json()) as {
    dueIfAcceptedNow: { legalDue: string; appointmentSlip: boolean; because: unknown[] };
    refusalGrounds: unknown[];
  };
  clock.now = Date.parse('2026-11-23T14:00:00+07:00');
  expect(counter.dueIfAcceptedNow).toMatchObject({
    legalDue: '2026-11-25T10:30:00.000Z',
    appointmentSlip: true,
  });
  expect(counter.dueIfAcceptedNow.because.length).toBeGreaterThan(1);
  expect(counter.refusalGrounds).toHaveLength(6);
});

test('an extension leads to the day it ends on: 15:30 on Monday and two days is Friday', async () => {
  clock.now = Date.parse('2026-11-23T15:30:00+07:00');
  const counter = (await (await as.officer.get(counterOf(here))).json()) as {
    dueIfExtended: { legalDue: string; appointmentSlip: boolean }[];
  };
  clock.now = Date.parse('2026-11-23T14:00:00+07:00');
  expect(counter.dueIfExtended).toMatchObject([
    { legalDue: '2026-11-26T10:30:00.000Z', appointmentSlip: true },
    { legalDue: '2026-11-27T10:30:00.000Z', appointmentSlip: true },
  ]);
});

test('document types come most used first, by this office alone', async () => {
  const at = '2026-11-20T08:00:00+07:00';
  await acceptDossier(database.db, here, at, { documentType: 'Sổ ví dụ' });
  await acceptDossier(database.db, there, at, { documentType: 'Của nơi khác' });
  const { documentTypes } = (await (await as.officer.get(counterOf(here))).json()) as {
    documentTypes: string[];
  };
  expect(documentTypes[0]).toBe('Sổ ví dụ');
  expect(documentTypes).not.toContain('Của nơi khác');
});

test.each([
  [2, 1, 4000, '2 × 2.000 = 4.000 ₫'],
  [5, 1, 7000, '2 × 2.000 + 3 × 1.000 = 7.000 ₫'],
  [5, 2, 14_000, '(2 × 2.000 + 3 × 1.000) × 2 bản = 14.000 ₫'],
  [300, 3, 600_000, '200.000 (mức tối đa mỗi bản) × 3 bản = 600.000 ₫'],
])('%i pages in %i copies cost %i', async (originalPages, copies, total, line) => {
  const query = `officeId=${here.id}&originalPages=${originalPages}&copies=${copies}`;
  const quote = (await (await as.officer.get(`/api/fees/quote?${query}`)).json()) as object;
  expect(quote).toMatchObject({ total, line });
  expect(quote).toHaveProperty('source', expect.stringContaining('TT 226/2016'));
});

test.each(['originalPages=0&copies=1', 'originalPages=1&copies=1.5', 'originalPages=1'])(
  'no fee for %s',
  async (query) => {
    const answer = await as.officer.get(`/api/fees/quote?officeId=${here.id}&${query}`);
    expect(await said(answer)).toBe('422 input-invalid');
  },
);

const find = (identifier: string) =>
  as.officer.send('POST', '/api/requesters/search', { officeId: here.id, identifier });

test('a closed account is nobody', async () => {
  await makePerson(database.db, {
    username: '001200000009',
    kind: 'citizen',
    identifier: '001200000009',
    fullName: 'Trần Văn Chín',
    state: 'inactive',
  });
  expect(await said(await find('001200000009'))).toBe('404 requester-unknown');
});

test('an account is found by its whole identifier only', async () => {
  expect(await (await find('001200000001')).json()).toEqual({
    identifier: '001200000001',
    fullName: 'Trần Văn Mẫu',
    phone: null,
    email: 'mau@example.vn',
  });
  expect(await said(await find('001200000002'))).toBe('404 requester-unknown');
  expect(await said(await find('00120'))).toBe('422 input-invalid');
  expect(await said(await find('00120000000%'))).toBe('422 input-invalid');
});

const earlier = (sought: string, officeId = here.id, client = as.officer) =>
  client.send('POST', '/api/requesters/earlier', { officeId, sought });

async function namesOf(answer: Response): Promise<string[]> {
  expect(answer.status).toBe(200);
  const { items } = (await answer.json()) as { items: { fullName: string }[] };
  return items.map(({ fullName }) => fullName);
}

test('who came before is found by how the name begins, or by a whole number or address, masked', async () => {
  const { db } = database;
  const visit = { requesterIdentifier: null, requesterPhone: null };
  const come = (at: string, fullName: string, email: string | null, part: object = {}) =>
    acceptDossier(db, here, at, {
      visit: {
        ...visit,
        requesterId: null,
        requesterName: fullName,
        requesterEmail: email,
        ...part,
      },
    });
  await come('2026-11-02T08:00:00+07:00', 'Đặng Thị Thử', 'thu@example.vn');
  await come('2026-11-09T08:00:00+07:00', 'Đặng Thị Thử', 'thu@example.vn');
  await come('2026-11-10T08:00:00+07:00', 'Đặng Văn Ví Dụ', 'vi-du@example.vn', {
    requesterPhone: '0900000001',
  });
  await come('2024-11-01T08:00:00+07:00', 'Đặng Văn Xưa', 'xua@example.vn');
  await acceptDossier(db, there, '2026-11-09T08:00:00+07:00', {
    visit: {
      ...{ ...visit, requesterId: null, requesterName: 'Đặng Văn Nơi Khác' },
      requesterEmail: 'khac@example.vn',
    },
  });
  expect(await namesOf(await earlier('dang'))).toEqual(['Đặng Văn Ví Dụ', 'Đặng Thị Thử']);
  expect(await namesOf(await earlier('Đặng thị'))).toEqual(['Đặng Thị Thử']);
  expect(await namesOf(await earlier('thử'))).toEqual([]);
  expect(await namesOf(await earlier('THU@example.vn'))).toEqual(['Đặng Thị Thử']);
  expect(await namesOf(await earlier('hu@example.vn'))).toEqual([]);
  expect(await namesOf(await earlier('0900 000 001'))).toEqual(['Đặng Văn Ví Dụ']);
  expect(await namesOf(await earlier('%%%'))).toEqual([]);
  expect(await said(await earlier(' đ '))).toBe('422 input-invalid');

  const { items } = (await (await earlier('dang thi')).json()) as {
    items: { visitId: string; email: string; acceptedAt: string }[];
  };
  expect(items).toEqual([
    expect.objectContaining({ email: 't•••@example.vn', acceptedAt: '2026-11-09T01:00:00.000Z' }),
  ]);
  const body = { officeId: here.id, visitId: items[0]?.visitId };
  const taken = await as.officer.send('POST', '/api/requesters/earlier/take', body);
  expect(await taken.json()).toEqual({
    ...{ fullName: 'Đặng Thị Thử', identifier: null, email: 'thu@example.vn' },
  });
  // Each look and each that was taken stands in the log, without what was looked for.
  const log = await db.manager.findBy(AuditEvent, { officeId: here.id, action: 'look-up' });
  const looks = log.filter(({ details }) => 'earlier' in details);
  expect(looks).toHaveLength(8);
  expect(JSON.stringify(looks)).not.toMatch(/thu@|dang|0900/i);
  expect(await db.manager.countBy(AuditEvent, { officeId: here.id, action: 'reveal' })).toBe(1);
});

test('another office’s visits are nobody’s here, and who does not take down looks for nobody', async () => {
  const far = await earlier('dang', there.id);
  expect((await said(far)).slice(0, 3)).toBe('404');
  expect((await said(await earlier('dang', here.id, as.leader))).slice(0, 3)).toBe('403');
  const [elsewhere] = await database.db.query<{ id: string }[]>(
    'SELECT id FROM visit WHERE officeId = ? LIMIT 1',
    [there.id],
  );
  const body = { officeId: here.id, visitId: elsewhere?.id };
  const taken = await as.officer.send('POST', '/api/requesters/earlier/take', body);
  expect(await said(taken)).toBe('404 visit-unknown');
});

test('books show the number expected next, in the form of the policy', async () => {
  const { manager } = database.db;
  const path = `/api/books?officeId=${here.id}`;
  await ensureBook(manager, here.id, 2026, 1);
  const read = async () => ((await (await as.clerk.get(path)).json()) as { items: object[] }).items;
  expect(await read()).toEqual([
    expect.objectContaining({
      name: '2026/ĐT',
      open: true,
      lastNumber: null,
      expectedNumber: '001/ĐT',
      openedOn: '2026-01-01',
    }),
  ]);
  await manager.update(Book, { officeId: here.id }, { lastNumber: 1234 });
  expect(await read()).toEqual([
    expect.objectContaining({ lastNumber: '1234/ĐT', expectedNumber: '1235/ĐT' }),
  ]);
});

test('a token tells its signer what is right and what is wrong', async () => {
  const path = `/api/tokens/leader?officeId=${here.id}`;
  expect(await said(await as.leader.get(path))).toBe('503 token-absent');
  await database.db.manager.insert(TokenHolder, {
    ...{ label: 'lanh-dao', personId: here.staff.leader },
    ...{ declaredBy: null, declaredAt: new Date(clock.now) },
  });
  const token: Token = {
    label: 'lanh-dao',
    officeCode: here.code,
    purpose: 'leader',
    certificates: await certified(pki),
    keyId: '01',
    trouble: null,
    pinTriesLeft: 3,
    pinState: 'fine',
    unlockedAt: null,
    seenAt: new Date(clock.now),
  };
  const read = async (changes: Partial<Token>) => {
    await database.db.manager.save(Token, { ...token, ...changes });
    return (await (await as.leader.get(path)).json()) as TokenState;
  };
  // Neither a responder nor a time stamp server stands behind this office.
  const away = ['revocation', 'time-stamp'];
  const checks = ({ preflight }: TokenState) =>
    preflight.flatMap(({ check, ok }) => (ok || away.includes(check) ? [] : [check]));

  const fine = await read({});
  expect(checks(fine)).toEqual([]);
  expect(fine.preflight.filter(({ ok }) => !ok).map(({ check }) => check)).toEqual(away);
  expect(fine).toMatchObject({
    method: 'token',
    asks: ['PIN'],
    pinExpiresAt: new Date(clock.now + 600_000).toISOString(),
    label: 'lanh-dao',
    publicKey: { kty: 'EC', crv: 'P-256' },
    context: { step: 'sign', token: 'lanh-dao' },
  });
  expect(fine.publicKey).not.toHaveProperty('d');
  expect(checks(await read({ trouble: 'token-locked', pinTriesLeft: 0 }))).toEqual([
    'seen',
    'pin-tries',
  ]);
  expect(checks(await read({ seenAt: new Date(clock.now - 60_001) }))).toEqual(['seen']);
  expect(checks(await read({ pinTriesLeft: 1 }))).toEqual(['pin-tries']);
  const ended = await certified(pki, { from: '2025-01-01', to: '2026-11-22' });
  expect(checks(await read({ certificates: ended }))).toEqual(['certificate']);
  const early = await certified(pki, { from: '2026-11-24', to: '2027-11-22' });
  expect(checks(await read({ certificates: early }))).toEqual(['certificate']);
});

test('an administrator says that a token was unlocked, where the token itself says no other', async () => {
  const { manager } = database.db;
  const administrator = await makePerson(database.db, { username: 'quan-tri', kind: 'staff' });
  await giveRight(database.db, {
    personId: administrator,
    officeId: here.id,
    right: 'administer',
  });
  const admin = await new ApiClient(app).signIn('quan-tri');
  const path = (office: TestOffice, label = 'lanh-dao') =>
    `/api/offices/${office.id}/tokens/${label}/unlocked`;
  const set = (changes: Partial<Token>) => manager.update(Token, { label: 'lanh-dao' }, changes);
  const put = async (who: ApiClient, at: string) => said(await who.send('PUT', at));

  await set({ pinTriesLeft: 0, pinState: 'low' });
  expect(await put(admin, path(here))).toBe('409 token-still-locked');
  await set({ pinTriesLeft: 3, pinState: 'fine' });
  expect(await put(admin, path(here))).toBe('409 token-not-locked');
  await set({ pinTriesLeft: 0 });
  expect(await put(admin, path(here, 'khac'))).toBe('404 token-unknown');
  expect(await put(admin, path(there))).toBe('404 office-unknown');
  await set({ officeCode: there.code });
  expect(await put(admin, path(here))).toBe('404 token-unknown');
  await set({ officeCode: here.code });
  for (const role of ['officer', 'leader', 'clerk', 'supervisor'] as const) {
    expect(await put(as[role], path(here))).toBe('403 right-missing');
  }
  expect((await manager.findOneByOrFail(Token, { label: 'lanh-dao' })).unlockedAt).toBeNull();
  expect((await admin.send('PUT', path(here))).status).toBe(204);
  expect((await manager.findOneByOrFail(Token, { label: 'lanh-dao' })).unlockedAt).not.toBeNull();
  const events = await manager.findBy(AuditEvent, { action: 'token-unlocked' });
  expect(events).toMatchObject([{ actorId: administrator, details: { token: 'lanh-dao' } }]);
});

const fees = (office: TestOffice) =>
  `/api/fees/quote?officeId=${office.id}&originalPages=1&copies=1`;
const books = (office: TestOffice) => `/api/books?officeId=${office.id}`;
const leaderToken = (office: TestOffice) => `/api/tokens/leader?officeId=${office.id}`;
const agencyToken = (office: TestOffice) => `/api/tokens/agency?officeId=${office.id}`;

test.each([
  ['counter', counterOf, ['officer']],
  ['fees', fees, ['officer']],
  ['books', books, ['leader', 'clerk', 'supervisor']],
  ['leader token', leaderToken, ['leader']],
  ['agency token', agencyToken, ['clerk']],
] as const)('%s: who may and who may not', async (_name, path, allowed) => {
  for (const role of ['officer', 'leader', 'clerk', 'supervisor'] as const) {
    const expected = (allowed as readonly string[]).includes(role)
      ? /^(200|503 token-absent)$/
      : /^403 right-missing$/;
    expect(await said(await as[role].get(path(here)))).toMatch(expected);
    expect(await said(await as[role].get(path(there)))).toBe('404 office-unknown');
  }
  expect(await said(await as.citizen.get(path(here)))).toBe('404 office-unknown');
  expect(await said(await new ApiClient(app).get(path(here)))).toBe('401 sign-in-needed');
});
