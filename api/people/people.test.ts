import { afterAll, beforeAll, expect, test } from '@jest/globals';
import { tmpdir } from 'node:os';
import { AuditEvent } from '../../db/audit/entity';
import { Person } from '../../db/people/entity';
import { findAccount } from '../../db/people/find-person';
import { type Right, rights } from '../../domain/process';
import { ApiClient, said, testDeps } from '../../test/fixtures/api-client';
import { giveRight, makeOffice, makePerson, type TestOffice } from '../../test/fixtures/house';
import { type TestDatabase, startDatabase } from '../../test/stack/database';
import { createApp } from '../app';
import type { App } from '../http/env';
import type { ImportPreview } from '../offices/contract';
import type {
  FoundPerson,
  OneTimePassword,
  Person as Line,
  RightsMatrix,
  WholePerson,
} from './contract';

let database: TestDatabase;
let app: App;
let province: TestOffice;
let ward: TestOffice;
let foreign: TestOffice;
/** Administers the province and may pass on everything. */
let high: ApiClient;
/** Administers the ward and may pass on `create` and `sign` alone. */
let low: ApiClient;
let lowId: string;
const clock = { now: Date.parse('2026-11-27T08:00:00+07:00') };

beforeAll(async () => {
  database = await startDatabase();
  const { db } = database;
  app = createApp(testDeps(db, tmpdir(), clock));
  province = await makeOffice(db, '000.00.00.H91', 'UBND Thành phố Mẫu', { kind: 'province' });
  ward = await makeOffice(db, '000.00.01.H91', 'UBND Phường Mẫu', { parent: province });
  foreign = await makeOffice(db, '000.00.00.H92', 'UBND Tỉnh Khác', { kind: 'province' });
  high = await administrator('quan-tri-1', province, [...rights]);
  low = await administrator('quan-tri-2', ward, ['create', 'sign']);
  lowId = String((await findAccount(database.db, 'quan-tri-2'))?.id);
}, 60_000);
afterAll(() => database.stop());

async function administrator(username: string, office: TestOffice, passesOn: Right[]) {
  const personId = await makePerson(database.db, { username, kind: 'staff' });
  const right = { right: 'administer' as const, passesOn };
  await giveRight(database.db, { personId, officeId: office.id, ...right });
  return new ApiClient(app).signIn(username);
}

async function json<Answer>(answer: Response | Promise<Response>): Promise<Answer> {
  const got = await answer;
  if (got.status !== 200) throw new Error(await said(got));
  return (await got.json()) as Answer;
}

let made = 0;
async function add(by: ApiClient, facts: object = {}): Promise<OneTimePassword> {
  made += 1;
  const body = {
    fullName: `Trần Văn Mới ${'ABCDEFGHIJKL'[made]}`,
    username: `moi-${made}`,
    ...facts,
  };
  return json(by.send('POST', `/api/offices/${ward.id}/people`, body));
}

test('a new account is not activated, has a password of one use, and does nothing before it is changed', async () => {
  const account = await add(low, { identifier: '001200000001', phone: '+84 912 345 678' });
  const signIn = (password: string) =>
    new ApiClient(app).send('POST', '/api/session', { username: account.username, password });
  expect(await said(await signIn(account.password))).toBe('401 sign-in-failed');
  const path = `/api/people/${account.personId}`;
  const activated = await json<WholePerson>(low.send('PATCH', path, { state: 'active' }));
  expect(activated).toMatchObject({
    state: 'active',
    phone: '••••••5678',
    mustChangePassword: true,
  });

  const client = new ApiClient(app);
  await expect(client.signIn(account.username)).rejects.toThrow('401');
  const session = await json<{ csrfToken: string; mustChangePassword: boolean }>(
    client.send('POST', '/api/session', { username: account.username, password: account.password }),
  );
  expect(session.mustChangePassword).toBe(true);
  const own = { 'x-csrf-token': session.csrfToken };
  expect(await said(await client.get(`/api/dossiers?officeId=${ward.id}`))).toBe(
    '403 password-change-needed',
  );
  expect(await said(await client.get('/api/session'))).toBe('200');
  const change = (current: string, password: string) =>
    client.send('PUT', '/api/session/password', { current, password }, own);
  const fresh = 'con đò nhỏ bến sông xưa';
  expect(await said(await change('sai', fresh))).toBe('403 password-wrong');
  expect(await said(await change(account.password, 'ngắn'))).toBe('422 password-short');
  expect(await said(await change(account.password, 'Password@2026!'))).toBe('422 password-common');
  expect(await said(await change(account.password, account.password))).toBe('422 password-common');
  expect(await said(await change(account.password, fresh))).toBe('200');
  expect(await said(await client.get(`/api/dossiers?officeId=${ward.id}`))).toBe(
    '404 office-unknown',
  );
  expect(await said(await signIn(account.password))).toBe('401 sign-in-failed');
  expect(await said(await signIn(fresh))).toBe('200');
});

const search = (by: ApiClient, query: string) =>
  by.send('POST', '/api/people/search', Object.fromEntries(new URLSearchParams(query)));

test('people are found by the manual’s filters, within the branch alone', async () => {
  const { username } = await add(low, { fullName: 'Đặng Thị Đông', phone: '0987654321' });
  const find = async (by: ApiClient, query: string) => {
    const answer = json<{ items: Line[]; total: number }>(search(by, query));
    return (await answer).items.map((one) => one.username);
  };
  expect(await find(low, `officeId=${ward.id}&name=dong+dang`)).toEqual([username]);
  expect(await find(high, `officeId=${province.id}&phone=0987654321`)).toEqual([username]);
  expect(await find(low, `officeId=${ward.id}&identifier=001200000001`)).toEqual(['moi-1']);
  expect(await find(low, `officeId=${ward.id}&state=new`)).toEqual([username]);
  expect(await find(low, `officeId=${ward.id}&identifier=0012`)).toEqual([]);
  expect(await find(low, `officeId=${ward.id}&name=vi+du&state=active`)).toHaveLength(5);
  expect(await said(await search(low, `officeId=${province.id}`))).toBe('404 office-unknown');
  const stranger = foreign.staff.officer;
  expect(await said(await high.get(`/api/people/${stranger}`))).toBe('404 person-unknown');
  const officer = await new ApiClient(app).signIn(`officer.${ward.code}`);
  expect(await said(await officer.get(`/api/people/${lowId}`))).toBe('403 right-missing');
});

test('somebody of another office is found by a whole number alone, and then belongs to ours too', async () => {
  const { db } = database;
  const id = await makePerson(db, {
    ...{ username: 'nguoi-khac', kind: 'staff', fullName: 'Lê Thị Khác' },
    ...{ identifier: '001200000009', phone: '0900000009' },
  });
  const find = (body: object) => low.send('POST', `/api/offices/${ward.id}/directory`, body);
  expect(await said(await find({ identifier: '001200000' }))).toBe('404 person-unknown');
  const found = await json<FoundPerson>(find({ phone: '0900000009' }));
  expect(found).toEqual({
    ...{ fullName: 'Lê Thị Khác', title: null, state: 'active', isMember: false, id: null },
  });
  expect(await said(await low.get(`/api/people/${id}`))).toBe('404 person-unknown');
  const body = { identifier: '001200000009' };
  expect(await said(await low.send('POST', `/api/offices/${ward.id}/members`, body))).toBe('200');
  const person = await json<WholePerson>(low.get(`/api/people/${id}`));
  expect(person.belongsTo.map(({ code }) => code)).toEqual([ward.code]);
  const left = await low.send('DELETE', `/api/people/${id}/offices/${ward.id}`, {});
  expect(((await left.json()) as WholePerson).belongsTo).toEqual([]);
});

const grant = (by: ApiClient, personId: string, facts: object) =>
  by.send('POST', `/api/people/${personId}/rights`, { officeId: ward.id, ...facts });

test('one gives what one was given to pass on, for a time, and it ends at once', async () => {
  const { personId } = await add(high);
  const basis = { number: '12/QĐ-UBND', day: '2026-11-01' };
  const time = { from: '2026-11-27', until: '2026-11-30' };
  const person = await json<WholePerson>(grant(low, personId, { right: 'sign', ...time, basis }));
  expect(person.rights).toMatchObject([
    {
      ...{ right: 'sign', basis, state: 'now', mayEnd: true },
      until: '2026-11-30T17:00:00.000Z',
    },
  ]);
  for (const [facts, answer] of [
    [{ right: 'sign' }, '409 right-held'],
    [{ right: 'seal' }, '403 right-not-yours'],
    [{ right: 'administer' }, '403 right-not-yours'],
    [{ right: 'create', passesOn: ['create'] }, '403 right-not-yours'],
    [{ right: 'create', officeId: province.id }, '404 office-unknown'],
    [{ right: 'create', officeId: foreign.id }, '404 office-unknown'],
    [{ right: 'create', until: '2026-11-26' }, '422 input-invalid'],
  ] as const) {
    expect([facts, await said(await grant(low, personId, facts))]).toEqual([facts, answer]);
  }
  expect(await said(await grant(low, lowId, { right: 'create' }))).toBe('403 right-not-yours');
  expect(
    await said(await low.send('DELETE', `/api/people/${personId}/offices/${ward.id}`, {})),
  ).toBe('409 member-has-rights');
  const rightId = person.rights[0]?.id;
  const end = () => low.send('POST', `/api/people/${personId}/rights/${String(rightId)}/end`, {});
  expect((await json<WholePerson>(end())).rights).toMatchObject([{ state: 'over', mayEnd: false }]);
  expect(await said(await end())).toBe('200');
  const log = await database.db.manager.findBy(AuditEvent, { officeId: ward.id });
  const ofRight = log.filter(({ details }) => details.rightId === rightId);
  expect(ofRight.map(({ action }) => action)).toEqual(['right-granted', 'right-ended']);
});

test('of each certifying right an office has three holders at most, however many ask at once', async () => {
  const people: string[] = [];
  for (let one = 0; one < 4; one += 1) people.push((await add(high)).personId);
  const answers = await Promise.all(people.map((id) => grant(high, id, { right: 'seal' })));
  const heard = await Promise.all(answers.map(said));
  // One holds it from the beginning.
  expect(heard.sort()).toEqual(['200', '200', '409 right-full', '409 right-full']);
  const matrix = await json<RightsMatrix>(high.get(`/api/offices/${ward.id}/rights`));
  expect(matrix.holders).toContainEqual({ right: 'seal', count: 3 });
  expect(matrix).toMatchObject({ holdersMax: 3, grantable: rights });
  expect(matrix.citation).not.toBe('');
  const own = await json<RightsMatrix>(low.get(`/api/offices/${ward.id}/rights`));
  expect(own).toMatchObject({ grantable: ['create', 'sign'], passableOn: [] });
});

test('an account is taken over by nobody who could not give what it holds', async () => {
  const { personId, username } = await add(high);
  await json(high.send('PATCH', `/api/people/${personId}`, { state: 'active' }));
  const reset = (by: ApiClient) => by.send('POST', `/api/people/${personId}/password`, {});
  expect(await said(await reset(low))).toBe('200');
  await giveRight(database.db, { personId, officeId: ward.id, right: 'supervise' });
  const path = `/api/people/${personId}`;
  expect(await said(await reset(low))).toBe('403 person-out-of-reach');
  expect(await said(await low.send('PATCH', path, { state: 'inactive' }))).toBe(
    '403 person-out-of-reach',
  );
  expect(await said(await low.send('POST', `/api/people/${lowId}/password`, {}))).toBe(
    '403 person-out-of-reach',
  );
  // Who is made inactive, or gets a new password, is signed out.
  const { password } = await json<OneTimePassword>(reset(high));
  const client = new ApiClient(app);
  await json(client.send('POST', '/api/session', { username, password }));
  await json(high.send('PATCH', path, { state: 'inactive' }));
  expect(await said(await client.get('/api/session'))).toBe('401 sign-in-needed');
});

const upload = (text: string, take: boolean) => {
  const form = new FormData();
  form.append('file', new File([text], 'can-bo.csv'));
  return low.send('POST', `/api/offices/${ward.id}/people/import?take=${take}`, form);
};

test('the intake form is read as it is filled in; while a row is faulty nobody is taken over', async () => {
  const head = 'TT,Họ và tên,Chức vụ/đơn vị công tác,Số điện thoại,Email,Số CMND/CCCD';
  const good = [
    '1,Phạm Thị Một,"Công chức, Tư pháp",0911111111,mot@phuong-mau.invalid,001200000101',
    '2,Phạm Văn Hai,,,,123456789',
  ];
  const bad = ['3,,,12,không phải,12', '4,Phạm Ba,,,,001200000101', '5,Phạm Bốn,,,,001200000001'];
  const preview = await json<ImportPreview>(upload([head, ...good, ...bad].join('\r\n'), false));
  expect(preview.rows.map(({ row, faults }) => [row, faults.length])).toEqual([
    [2, 0],
    [3, 0],
    [4, 4],
    [5, 1],
    [6, 1],
  ]);
  expect(preview.faulty).toBe(3);
  const count = () => database.db.manager.count(Person);
  const before = await count();
  expect(await said(await upload([head, ...good, ...bad].join('\n'), true))).toBe(
    '422 table-faulty',
  );
  expect(await count()).toBe(before);
  const taken = await json<ImportPreview & { accounts: OneTimePassword[] }>(
    upload([head, ...good].join('\n'), true),
  );
  expect(taken.accounts.map(({ username }) => username)).toEqual(['001200000101', '123456789']);
  const one = await findAccount(database.db, '001200000101');
  expect(one).toMatchObject({
    ...{ fullName: 'Phạm Thị Một', title: 'Công chức, Tư pháp', state: 'new' },
    mustChangePassword: true,
  });
});

test('numbers and addresses are masked to administrators, and shown by an act that the log names', async () => {
  const identifier = '001200000321';
  const facts = { username: identifier, identifier, phone: '0912000321', email: 'x@mau.invalid' };
  const { personId } = await add(low, { fullName: 'Vũ Thị Che', ...facts });
  const masked = {
    ...{ username: '••••••••0321', identifier: '••••••••0321' },
    ...{ phone: '••••••0321', email: 'x•••@mau.invalid' },
  };
  expect(await json(low.get(`/api/people/${personId}`))).toMatchObject(masked);
  const list = await json<{ items: Line[] }>(search(low, `officeId=${ward.id}&name=vu+thi+che`));
  expect(list.items).toMatchObject([masked]);
  const reveal = `/api/people/${personId}/reveal`;
  expect(await json(low.send('POST', reveal))).toEqual(facts);
  const log = await database.db.manager.findBy(AuditEvent, { action: 'reveal' });
  expect(log).toMatchObject([{ actorId: lowId, officeId: ward.id, details: { personId } }]);
  expect(log[0]?.inSession).toMatch(/^[0-9a-f-]{36}$/);
  let last = '';
  for (let tries = 0; tries < 31 && last !== '429 look-ups-too-many'; tries += 1) {
    last = await said(await low.send('POST', reveal));
  }
  expect(last).toBe('429 look-ups-too-many');
});

test('nothing personal stands in the log of an office', async () => {
  const log = await database.db.manager.findBy(AuditEvent, { officeId: ward.id });
  expect(log.length).toBeGreaterThan(20);
  const text = JSON.stringify(log);
  for (const personal of [
    '001200000',
    '091234',
    '091111',
    '0987654321',
    'invalid',
    'Trần',
    'Phạm',
    'moi-',
  ]) {
    expect(text).not.toContain(personal);
  }
});
