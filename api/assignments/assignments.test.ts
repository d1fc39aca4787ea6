import { afterAll, beforeAll, expect, test } from '@jest/globals';
import { randomUUID } from 'node:crypto';
import { tmpdir } from 'node:os';
import { Workbook } from 'exceljs';
import type { z } from '@hono/zod-openapi';
import { AuditEvent } from '../../db/audit/entity';
import { SavedFilter } from '../../db/saved-filters/entity';
import { ApiClient, testDeps } from '../../test/fixtures/api-client';
import { acceptDossier, moveDossier } from '../../test/fixtures/dossiers';
import { giveRight, makeOffice, makePerson, type TestOffice } from '../../test/fixtures/house';
import { startDatabase, type TestDatabase } from '../../test/stack/database';
import { createApp } from '../app';
import type { countsSchema, dossierListSchema } from '../dossiers/contract';
import type { App } from '../http/env';
import type { Notice } from '../notices/contract';
import type { SavedFilter as Shown } from '../saved-filters/contract';
import type { Assigned, Holder, OpenWork } from './contract';

let database: TestDatabase;
let app: App;
let office: TestOffice;
let other: string;
const clock = { now: Date.parse('2026-11-26T10:00:00+07:00') };
const at = '2026-11-26T08:00:00+07:00';

beforeAll(async () => {
  database = await startDatabase();
  const { db } = database;
  office = await makeOffice(db, 'viec-01', 'UBND Phường Mẫu');
  other = await makePerson(db, {
    username: 'other.viec-01',
    kind: 'staff',
    fullName: 'Lê Văn Thử',
  });
  await giveRight(db, { personId: other, officeId: office.id, right: 'create' });
  app = createApp(testDeps(db, tmpdir(), clock));
}, 60_000);
afterAll(() => database.stop());

const as = (role: string) => new ApiClient(app).signIn(`${role}.${office.code}`);
const keyed = () => ({ 'idempotency-key': randomUUID() });

async function read<Answer>(answer: Response, status = 200): Promise<Answer> {
  expect(answer.status).toBe(status);
  return (await answer.json()) as Answer;
}

async function assign(
  client: ApiClient,
  ids: readonly string[],
  to: string | null,
  takeOver = false,
): Promise<string[]> {
  const body = { officeId: office.id, dossierIds: ids, to, takeOver };
  const answer = await client.send('POST', '/api/assignments', body, keyed());
  return (await read<Assigned>(answer)).items.map(({ outcome }) => outcome);
}

async function list(client: ApiClient, query: string) {
  const answer = await client.get(`/api/dossiers?officeId=${office.id}&${query}`);
  return read<z.infer<typeof dossierListSchema>>(answer);
}

async function titlesFor(client: ApiClient): Promise<string[]> {
  const answer = await read<{ items: Notice[] }>(await client.get('/api/my-notices'));
  return answer.items.map(({ title }) => title);
}

test('who accepts an original holds its first step, also when it comes back', async () => {
  const { db } = database;
  const dossier = await acceptDossier(db, office, at);
  const officer = await as('officer');
  const [row] = (await list(officer, 'list=create&holder=mine')).items;
  expect(row).toMatchObject({ id: dossier.id, heldBy: { id: office.staff.officer } });
  await moveDossier(db, dossier, at, { action: 'submit', actorId: office.staff.officer });
  const signing = await list(officer, 'list=sign&holder=none');
  expect(signing.items.map(({ id }) => id)).toEqual([dossier.id]);
  await moveDossier(db, dossier, at, { action: 'return', actorId: office.staff.leader });
  expect((await list(officer, 'list=returned&holder=mine')).total).toBe(1);
  await moveDossier(db, dossier, at, { action: 'cancel', actorId: office.staff.officer });
});

test('a step is claimed by one, taken over knowingly, given back, and each hears of it', async () => {
  const { db } = database;
  const dossier = await acceptDossier(db, office, at, { actorId: other });
  const [officer, supervisor] = [await as('officer'), await as('supervisor')];
  const { officer: me } = office.staff;
  expect(await assign(officer, [dossier.id], me)).toEqual(['held']);
  expect(await assign(officer, [dossier.id], me, true)).toEqual(['done']);
  expect(await assign(officer, [dossier.id], me)).toEqual(['same']);
  expect(await titlesFor(await as('other'))).toEqual([
    `Hồ sơ ${dossier.code} đã chuyển sang người khác`,
  ]);
  expect(await assign(officer, [dossier.id], null)).toEqual(['done']);
  expect((await list(officer, 'list=create&holder=none')).items).toMatchObject([{ heldBy: null }]);
  expect(await assign(supervisor, [dossier.id], office.staff.leader)).toEqual(['no-right']);
  expect(await assign(supervisor, [dossier.id], me)).toEqual(['done']);
  expect(await titlesFor(officer)).toEqual([`Hồ sơ ${dossier.code} được giao cho bạn`]);
  const told = await db.manager.findBy(AuditEvent, { dossierId: dossier.id });
  expect(told.map(({ action }) => action)).toEqual(['accept', 'claim', 'release', 'assign']);
  expect(told.at(-1)?.details).toEqual({
    step: 'create',
    round: 1,
    holderBefore: null,
    holder: me,
  });
  const story = await officer.get(`/api/dossiers/${dossier.id}/timeline`);
  const { items } = await read<{ items: { text: string }[] }>(story);
  expect(items.at(-1)?.text).toBe('Giao bước tạo bản sao cho Nguyễn Thị Ví Dụ');
});

test('whose step another does is told so, and that nothing is left to do', async () => {
  const { db } = database;
  const dossier = await acceptDossier(db, office, at, { actorId: other });
  await moveDossier(db, dossier, at, { action: 'submit', actorId: office.staff.officer });
  const answer = await read<{ items: Notice[] }>(await (await as('other')).get('/api/my-notices'));
  const told = answer.items.find(({ template }) => template === 'acted-for');
  expect(told).toMatchObject({
    title: 'Nguyễn Thị Ví Dụ đã xử lý giúp hồ sơ ' + dossier.code,
  });
  expect(told?.text).toContain('“Tạo bản sao');
  expect(await assign(await as('leader'), [dossier.id], office.staff.leader)).toEqual(['done']);
  await moveDossier(db, dossier, at, { action: 'sign', actorId: office.staff.leader });
  expect(await titlesFor(await as('leader'))).toEqual([]);
});

test('one request sent twice acts once; a dossier of elsewhere or without a step is passed over', async () => {
  const { db } = database;
  const elsewhere = await makeOffice(db, 'viec-02', 'UBND Phường Khác');
  const [foreign, ended] = [
    await acceptDossier(db, elsewhere, at),
    await acceptDossier(db, office, at, { actorId: other }),
  ];
  await moveDossier(db, ended, at, { action: 'cancel', actorId: other });
  const mine = await acceptDossier(db, office, at);
  const officer = await as('officer');
  const dossierIds = [foreign.id, ended.id, mine.id, randomUUID()];
  const body = { officeId: office.id, dossierIds, to: null };
  const headers = keyed();
  const first = await read<Assigned>(await officer.send('POST', '/api/assignments', body, headers));
  expect(first.items.map(({ outcome }) => outcome)).toEqual(['over', 'over', 'done', 'over']);
  const again = await read<Assigned>(await officer.send('POST', '/api/assignments', body, headers));
  expect(again).toEqual(first);
  expect(await db.manager.countBy(AuditEvent, { dossierId: mine.id, action: 'release' })).toBe(1);
});

test('counts tell mine and nobody’s; holders tell who has how much', async () => {
  const officer = await as('officer');
  const path = `/api/dossiers/counts?officeId=${office.id}`;
  const counts = await read<z.infer<typeof countsSchema>>(await officer.get(path));
  for (const name of ['create', 'returned', 'sign', 'seal', 'open'] as const) {
    expect(counts.mine[name]).toBe((await list(officer, `list=${name}&holder=mine`)).total);
    expect(counts.unassigned[name]).toBe((await list(officer, `list=${name}&holder=none`)).total);
  }
  expect(counts.mine.create).toBeGreaterThan(0);
  expect(counts.unassigned.create).toBeGreaterThan(0);
  const people = `/api/assignments/people?officeId=${office.id}`;
  const { items } = await read<{ items: Holder[] }>(await officer.get(people));
  expect(items.find(({ id }) => id === office.staff.officer)).toMatchObject({
    rights: ['create'],
    open: counts.mine.create,
  });
  // Who only sees to the office holds no step.
  expect(items.map(({ id }) => id)).not.toContain(office.staff.supervisor);
});

test('the work of somebody who leaves is given to a colleague by the administrator', async () => {
  const { db } = database;
  const dossiers = await Promise.all(
    ['09:00', '09:01', '09:02'].map((hour) =>
      acceptDossier(db, office, `2026-11-26T${hour}:00+07:00`, { actorId: other }),
    ),
  );
  const admin = await makePerson(db, { username: `admin.${office.code}`, kind: 'staff' });
  await giveRight(db, { personId: admin, officeId: office.id, right: 'administer' });
  const administrator = await as('admin');
  const path = `/api/people/${other}/open-work`;
  const [before] = (await read<{ items: OpenWork[] }>(await administrator.get(path))).items;
  expect(before).toMatchObject({ officeId: office.id, open: 3 });
  expect(before?.others.map(({ id }) => id)).toContain(office.staff.officer);
  const body = { officeId: office.id, to: office.staff.officer };
  const after = await administrator.send('POST', path, body, keyed());
  expect((await read<{ items: OpenWork[] }>(after)).items).toEqual([]);
  const mine = await list(await as('officer'), 'list=create&holder=mine');
  const ids = mine.items.map(({ id }) => id);
  expect(ids).toEqual(expect.arrayContaining(dossiers.map(({ id }) => id)));
  expect((await (await as('officer')).get(path)).status).toBe(403);
});

test('filters are kept by name, encrypted, shared with the office, and removed by their owner', async () => {
  const [officer, leader, supervisor] = [
    await as('officer'),
    await as('leader'),
    await as('supervisor'),
  ];
  const save = (shared: boolean, name: string) =>
    officer.send('POST', '/api/saved-filters', {
      ...{ officeId: office.id, name, shared, list: 'open' },
      conditions: { q: 'Trần Văn Mẫu', holder: 'mine' },
    });
  await read(await save(false, 'Của riêng tôi'));
  await read(await save(true, 'Của cơ quan'));
  await read(await save(true, 'Của cơ quan'));
  const path = `/api/saved-filters?officeId=${office.id}`;
  const seen = async (client: ApiClient) =>
    (await read<{ items: Shown[] }>(await client.get(path))).items;
  expect((await seen(officer)).map(({ name }) => name)).toEqual(['Của cơ quan', 'Của riêng tôi']);
  const [shared, ...none] = await seen(leader);
  expect(none).toEqual([]);
  expect(shared).toMatchObject({ mayRemove: false, conditions: { q: 'Trần Văn Mẫu' } });
  const [raw] = await database.db.query<{ conditions: string }[]>(
    'SELECT conditions FROM saved_filter',
  );
  expect(raw?.conditions).not.toContain('Mẫu');
  const remove = `/api/saved-filters/${shared?.id}?officeId=${office.id}`;
  expect((await leader.send('DELETE', remove)).status).toBe(404);
  expect((await supervisor.send('DELETE', remove)).status).toBe(200);
  expect(await database.db.manager.count(SavedFilter)).toBe(1);
});

test('a list is taken out as Excel as it is shown, masked, and the log tells it', async () => {
  const { db } = database;
  await acceptDossier(db, office, '2026-11-26T09:30:00+07:00', {
    requester: { requesterName: '=HYPERLINK("x")', requesterIdentifier: '001200000001' },
  });
  const officer = await as('officer');
  const query = `officeId=${office.id}&list=create&subject=citizen`;
  const answer = await officer.get(`/api/dossiers/export.xlsx?${query}`);
  expect(answer.status).toBe(200);
  const book = new Workbook();
  await book.xlsx.load(await answer.arrayBuffer());
  const rows = book.worksheets[0]?.getSheetValues().filter(Boolean) as unknown[][];
  expect(rows[3]?.slice(1, 5)).toEqual([
    'STT',
    'Mã chứng thực',
    'Đối tượng',
    'Tên đối tượng đăng ký',
  ]);
  expect(rows).toHaveLength(5);
  expect(rows[4]?.[4]).toBe('\'=HYPERLINK("x")');
  expect(JSON.stringify(rows)).not.toContain('001200000001');
  const told = await db.manager.findOneByOrFail(AuditEvent, { action: 'list-exported' });
  expect(told.details).toEqual({ list: 'create', rows: 1 });
});

test('lines are found by their place as well as by a cursor', async () => {
  const officer = await as('officer');
  const whole = (await list(officer, 'list=open&limit=200')).items.map(({ id }) => id);
  const part = (await list(officer, 'list=open&limit=2&offset=1')).items.map(({ id }) => id);
  expect(part).toEqual(whole.slice(1, 3));
});
