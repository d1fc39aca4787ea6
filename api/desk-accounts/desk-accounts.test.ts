import { afterAll, beforeAll, beforeEach, expect, test } from '@jest/globals';
import { randomInt } from 'node:crypto';
import { mkdtempSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { strToU8, zipSync } from 'fflate';
import { PDFDocument } from 'pdf-lib';
import { AuditEvent } from '../../db/audit/entity';
import { isContentNeeded } from '../../db/contents/is-content-needed';
import { listDropped } from '../../db/contents/list-dropped';
import { dropIdentityScans } from '../../db/desk-accounts/drop-identity-scans';
import { DeskAccount } from '../../db/desk-accounts/entity';
import { Office } from '../../db/offices/entity';
import { findAccount } from '../../db/people/find-person';
import { TryCounterRow } from '../../db/tries/entity';
import { ApiClient, said, testDeps } from '../../test/fixtures/api-client';
import { giveRight, makeOffice, makePerson, type TestOffice } from '../../test/fixtures/house';
import { textsOf, codeSentTo } from '../../test/fixtures/text-messages';
import { type TestDatabase, startDatabase } from '../../test/stack/database';
import { createApp } from '../app';
import type { ApiDeps } from '../http/deps';
import type { App } from '../http/env';
import type { DeskAccounts, DeskCodeSent } from './contract';

let database: TestDatabase;
let deps: ApiDeps;
let app: App;
let ward: TestOffice;
let desk: TestOffice;
let officer: ApiClient;
let pdf: Uint8Array;
const clock = { now: Date.parse('2026-11-23T02:00:00Z') };
const second = 1_000;

beforeAll(async () => {
  database = await startDatabase();
  const folder = mkdtempSync(join(tmpdir(), 'saoy-desk-'));
  deps = testDeps(database.db, folder, clock, { SMS_GATEWAY_URL: 'http://127.0.0.1:1/texts' });
  app = createApp(deps);
  ward = await makeOffice(database.db, '000.00.01.H91', 'UBND Phường Mẫu');
  // Composed of letters and marks apart, and in capitals.
  const name = 'BỘ PHẬN MỘT CỬA Phường Mẫu'.normalize('NFD');
  desk = await makeOffice(database.db, '000.01.01.H91', name, { parent: ward });
  officer = await makeOfficer('mot-cua-1', desk);
  const document = await PDFDocument.create();
  document.addPage([400, 300]).drawText('two sides');
  pdf = await document.save();
}, 60_000);
afterAll(() => database.stop());
beforeEach(async () => {
  await database.db.manager.clear(TryCounterRow);
  clock.now += second;
});

async function makeOfficer(username: string, office: TestOffice): Promise<ApiClient> {
  const personId = await makePerson(database.db, { username, kind: 'staff' });
  await giveRight(database.db, { personId, officeId: office.id, right: 'open-accounts' });
  return new ApiClient(app, '203.0.113.9').signIn(username);
}

const newFacts = () => ({
  identifier: `0${randomInt(10_000_000_000, 99_999_999_999)}`,
  fullName: 'Nguyễn Văn Mẫu',
  bornOn: '1990-02-28',
  phone: `09${randomInt(10_000_000, 99_999_999)}`,
  email: null,
});
type Facts = ReturnType<typeof newFacts>;

const at = (office: TestOffice, path = '') => `/api/offices/${office.id}/citizen-accounts${path}`;

async function sendCode(facts: Facts, by = officer): Promise<{ ticket: string; code: string }> {
  const { identifier, phone } = facts;
  const answer = await by.send('POST', at(desk, '/code'), { identifier, phone });
  if (!answer.ok) throw new Error(await said(answer));
  const { ticket } = (await answer.json()) as DeskCodeSent;
  return { ticket, code: await codeSentTo(deps, phone) };
}

async function open(
  facts: Facts,
  proven: { ticket: string; code: string },
  { scan = pdf, by = officer, office = desk } = {},
): Promise<string> {
  const form = new FormData();
  form.set('facts', JSON.stringify({ ...facts, ...proven }));
  form.set('file', new File([scan], 'cccd.pdf'));
  return said(await by.send('POST', at(office), form));
}

test('from the look-up to the first password in the citizen’s hand', async () => {
  const facts = newFacts();
  const { identifier, phone } = facts;
  const look = () => officer.send('POST', at(desk, '/look-up'), { identifier });
  expect(await (await look()).json()).toEqual({ hasAccount: false });
  const paper = await officer.send('POST', at(desk, '/request-form'), facts);
  expect([paper.status, paper.headers.get('content-type')]).toEqual([200, 'application/pdf']);
  expect((await PDFDocument.load(await paper.arrayBuffer())).getTitle()).toBe(
    'Giấy đề nghị tạo tài khoản',
  );
  const proven = await sendCode(facts);
  expect(proven.code).toMatch(/^\d{6}$/);
  expect(await open(facts, proven)).toBe('200');
  expect(await (await look()).json()).toEqual({ hasAccount: true });
  // It is told to the citizen, and no other is made.
  const again = await officer.send('POST', at(desk, '/code'), { identifier, phone });
  expect(await said(again)).toBe('409 citizen-has-account');
  expect(await open(facts, proven)).toBe('401 code-wrong');

  const { items } = (await (await officer.get(at(desk))).json()) as DeskAccounts;
  expect(items).toEqual([
    expect.objectContaining({ fullName: facts.fullName, message: 'waiting' }),
  ]);
  expect(JSON.stringify(items)).not.toContain(identifier);
  const message = (await textsOf(deps)).find(
    ({ to, text }) => to === phone && /mật khẩu/i.test(text),
  );
  const [, password = ''] = /Mật khẩu một lần: (\S+)/.exec(message?.text ?? '') ?? [];
  const citizen = new ApiClient(app, '198.51.100.4');
  const body = { username: identifier, password };
  expect((await citizen.send('POST', '/api/session', body)).status).toBe(202);
  const code = await codeSentTo(deps, phone);
  const entered = await citizen.send('POST', '/api/session/second-factor', { code });
  expect(await entered.json()).toMatchObject({ kind: 'citizen', mustChangePassword: true });
});

test('what was done stands in the office’s log, without name or number', async () => {
  const facts = newFacts();
  await open(facts, await sendCode(facts));
  const events = await database.db.manager.findBy(AuditEvent, { action: 'account-opened' });
  const { id } = (await findAccount(database.db, facts.identifier))!;
  const event = events.find(({ details }) => JSON.stringify(details).includes(id));
  expect(event?.officeId).toBe(desk.id);
  expect(JSON.stringify(events)).not.toMatch(new RegExp(`${facts.identifier}|${facts.phone}|Mẫu`));
  const { scanHash, bornOn } = await database.db.manager.findOneByOrFail(DeskAccount, {
    personId: id,
  });
  expect(bornOn).toBe('1990-02-28');
  expect(Buffer.from(await deps.store.get(scanHash)).equals(Buffer.from(pdf))).toBe(true);
});

test('only the newest code counts, for this citizen, this number and this officer', async () => {
  const facts = newFacts();
  const first = await sendCode(facts);
  clock.now += 30 * second;
  const newest = await sendCode(facts);
  expect(await open(facts, first)).toBe('401 code-wrong');
  const other = { ...facts, identifier: newFacts().identifier };
  expect(await open(other, newest)).toBe('401 code-wrong');
  const colleague = await makeOfficer('mot-cua-2', desk);
  expect(await open(facts, newest, { by: colleague })).toBe('401 code-wrong');
  expect(await open(facts, newest)).toBe('200');
});

const word = (parts: string[]) =>
  zipSync(Object.fromEntries(parts.map((name) => [name, strToU8('<x/>')])));
const compound = (words: string) =>
  Buffer.concat([Buffer.from('d0cf11e0a1b11ae1', 'hex'), Buffer.from(words, 'utf16le')]);
const docx = ['[Content_Types].xml', 'word/document.xml'];

test.each([
  ['a docx', word(docx), '200'],
  ['a doc', compound('WordDocument'), '200'],
  ['a docx with a macro', word([...docx, 'word/vbaProject.bin']), '422'],
  ['a doc with a macro', compound('WordDocument _VBA_PROJECT'), '422'],
  ['a workbook', word(['[Content_Types].xml', 'xl/workbook.xml']), '422'],
  ['a picture', Buffer.from('89504e470d0a1a0a', 'hex'), '422'],
  ['what only begins like a PDF', Buffer.from('%PDF-1.7 and no more'), '422'],
  ['nothing', Buffer.alloc(0), '422'],
  ['more than 5 MB', Buffer.concat([Buffer.from('%PDF-'), Buffer.alloc(5_300_000)]), '422'],
])('%s is judged by its content', async (_what, scan, expected) => {
  const facts = newFacts();
  const answer = await open(facts, await sendCode(facts), { scan });
  expect(answer).toBe(expected === '200' ? '200' : '422 identity-scan-unsuitable');
});

test.each([
  ['a day that is none', { bornOn: '1990-02-30' }],
  ['no name', { fullName: '' }],
  ['a tax number', { identifier: '0101234567' }],
  ['no number', { phone: '' }],
])('%s is refused, and the code stays good', async (_what, fault) => {
  const facts = newFacts();
  const proven = await sendCode(facts);
  expect(await open({ ...facts, ...fault }, proven)).toBe('422 input-invalid');
  expect(await open(facts, proven)).toBe('200');
});

test('an office of another name opens none, whatever right was given there', async () => {
  const other = await makeOfficer('phuong-1', ward);
  const { identifier, phone } = newFacts();
  for (const answer of [
    await other.get(at(ward)),
    await other.send('POST', at(ward, '/look-up'), { identifier }),
    await other.send('POST', at(ward, '/request-form'), newFacts()),
    await other.send('POST', at(ward, '/code'), { identifier, phone }),
  ]) {
    expect(await said(answer)).toBe('403 office-not-desk');
  }
  expect(await open(newFacts(), { ticket: 'x', code: '000000' }, { by: other, office: ward })).toBe(
    '403 office-not-desk',
  );
});

test('from the moment that a desk is called otherwise it opens none', async () => {
  const { manager } = database.db;
  const { name } = await manager.findOneByOrFail(Office, { id: desk.id });
  await manager.update(Office, { id: desk.id }, { name: 'Văn phòng Phường Mẫu' });
  expect(await said(await officer.get(at(desk)))).toBe('403 office-not-desk');
  await manager.update(Office, { id: desk.id }, { name });
});

test('who has another right at the desk, or none there, opens none', async () => {
  const creator = await new ApiClient(app).signIn(`officer.${desk.code}`);
  expect(await said(await creator.get(at(desk)))).toBe('403 right-missing');
  const stranger = await new ApiClient(app).signIn(`officer.${ward.code}`);
  expect(await said(await stranger.get(at(desk)))).toBe('404 office-unknown');
  expect(await said(await new ApiClient(app).get(at(desk)))).toBe('401 sign-in-needed');
});

test('the right is given at a desk alone', async () => {
  const username = 'quan-tri-desk';
  const personId = await makePerson(database.db, { username, kind: 'staff' });
  const passesOn = ['open-accounts' as const];
  await giveRight(database.db, { personId, officeId: ward.id, right: 'administer', passesOn });
  const administrator = await new ApiClient(app).signIn(username);
  const to = desk.staff.clerk;
  const give = async (officeId: string) =>
    said(
      await administrator.send('POST', `/api/people/${to}/rights`, {
        officeId,
        right: 'open-accounts',
      }),
    );
  expect(await give(ward.id)).toBe('409 right-not-at-desk');
  expect(await give(desk.id)).toBe('200');
});

test('the scan of an identity paper is let go after its time, and is needed while a younger account has the same', async () => {
  const { db } = database;
  const made = async (days: number) => {
    const facts = newFacts();
    await open(facts, await sendCode(facts));
    const { id: personId } = (await findAccount(db, facts.identifier))!;
    const madeAt = new Date(Date.parse('2027-01-01T00:00:00Z') - days * 86_400_000);
    await db.manager.update(DeskAccount, { personId }, { madeAt });
    return personId;
  };
  await db.query("UPDATE desk_account SET madeAt = '2026-12-31'");
  const [old, young] = [await made(366), await made(364)];
  const at = new Date('2027-01-01T00:00:00Z');
  const drop = (before: string) =>
    dropIdentityScans(db, { before: new Date(before), at, limit: 10 });
  expect(await drop('2026-01-01T00:00:00Z')).toBe(1);
  expect(await drop('2026-01-01T00:00:00Z')).toBe(0);
  const scanOf = (personId: string) => db.manager.findOneByOrFail(DeskAccount, { personId });
  const { scanHash, scanDroppedAt } = await scanOf(old);
  expect(scanDroppedAt).toEqual(at);
  expect((await scanOf(young)).scanDroppedAt).toBeNull();
  expect(await db.manager.findBy(AuditEvent, { action: 'drop-identity-scan' })).toMatchObject([
    { officeId: desk.id, actorId: null, details: { personId: old, scanHash } },
  ]);
  const page = { before: new Date('2028-01-01'), after: '', limit: 10 };
  expect((await listDropped(db.manager, page)).map(({ hash }) => hash)).toContain(scanHash);
  // The tests hand in one and the same scan.
  expect(await isContentNeeded(db.manager, scanHash)).toBe(true);
  await drop('2027-01-01T00:00:00Z');
  expect(await isContentNeeded(db.manager, scanHash)).toBe(false);
});
