import { afterAll, beforeAll, expect, test } from '@jest/globals';
import { mkdtemp } from 'node:fs/promises';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { assignNumber } from '../../db/registers/assign-number';
import { Book } from '../../db/registers/entity';
import { ensureBook } from '../../db/registers/make-book';
import { voidNumber } from '../../db/registers/void-number';
import { ApiClient, said, testDeps } from '../../test/fixtures/api-client';
import { acceptDossier } from '../../test/fixtures/dossiers';
import { makeOffice, type TestOffice } from '../../test/fixtures/house';
import { startDatabase, type TestDatabase } from '../../test/stack/database';
import { createApp } from '../app';

let database: TestDatabase;
let office: TestOffice;
let other: TestOffice;
let clerk: ApiClient;
let supervisor: ApiClient;
const clock = { now: Date.parse('2026-11-26T10:00:00+07:00') };

beforeAll(async () => {
  database = await startDatabase();
  const { db } = database;
  office = await makeOffice(db, 'so-01', 'UBND Phường Mẫu');
  other = await makeOffice(db, 'so-02', 'UBND Phường Khác');
  for (const { id } of [office, other]) await ensureBook(db.manager, id, 2026, 1);
  const app = createApp(testDeps(db, await mkdtemp(join(tmpdir(), 'so-')), clock));
  clerk = await new ApiClient(app).signIn('clerk.so-01');
  supervisor = await new ApiClient(app).signIn('supervisor.so-01');
  for (const [index, requesterName] of [
    'Nguyễn Văn Mẫu',
    '=Trần Thị Ví Dụ',
    'Lê Văn Thử',
  ].entries()) {
    const dossierId = await give(requesterName);
    if (index === 1) await voidNumber(db.manager, dossierId, 'cancel', new Date(clock.now));
  }
}, 60_000);
afterAll(() => database.stop());

async function give(requesterName: string, bookId: string | null = null): Promise<string> {
  const { db } = database;
  const at = '2026-11-26T09:00:00+07:00';
  const dossier = await acceptDossier(db, office, at, { requester: { requesterName } });
  await assignNumber(db.manager, {
    ...{ dossierId: dossier.id, bookId, actorId: office.staff.clerk, actKey: 'seal' },
    ...{ at: new Date(clock.now), publishedSizeOf: () => 0 },
    format: (number) => `${String(number).padStart(3, '0')}/ĐT`,
  });
  return dossier.id;
}

const path = () => `/api/offices/${office.id}/books`;
const order = { name: 'Quyển 2', startNumber: 91, openedOn: '2026-11-01', closedOn: '2026-12-31' };

interface Shown {
  id: string;
  name: string;
  overlaps: string[];
  empty: boolean;
}

async function list(): Promise<Shown[]> {
  const answer = await supervisor.get(`/api/books?officeId=${office.id}`);
  return ((await answer.json()) as { items: Shown[] }).items;
}

async function add(changes: Partial<typeof order> = {}): Promise<Response> {
  return clerk.send('POST', path(), { ...order, ...changes });
}

test('a book is added with its ending, warned of where it overlaps, changed and deleted while it is empty', async () => {
  const added = await add();
  expect(added.status).toBe(201);
  const { id } = (await added.json()) as { id: string };
  expect((await list()).find((book) => book.id === id)).toMatchObject({
    ...{ name: 'Quyển 2/ĐT', overlaps: ['2026/ĐT'], empty: true },
  });
  const renamed = { ...order, name: 'Quyển hai/ĐT', startNumber: 92 };
  expect((await clerk.send('PUT', `${path()}/${id}`, renamed)).status).toBe(204);
  expect((await list()).find((book) => book.id === id)).toMatchObject({ name: 'Quyển hai/ĐT' });
  expect((await clerk.send('DELETE', `${path()}/${id}`)).status).toBe(204);
  expect((await list()).map((book) => book.id)).not.toContain(id);
  const actions = await database.db.query<{ action: string }[]>(
    "SELECT action FROM audit_event WHERE action LIKE 'book-%' ORDER BY sequence",
  );
  expect(actions.map(({ action }) => action)).toEqual(['book-add', 'book-change', 'book-remove']);
});

test.each([
  ['a number that was given', { startNumber: 3 }, 'book-start-taken'],
  ['days of two years', { closedOn: '2027-01-02' }, 'book-days-invalid'],
  ['days in the wrong order', { closedOn: '2026-10-31' }, 'book-days-invalid'],
  ['a name that is there', { name: '2026/ĐT' }, 'book-name-taken'],
  ['no name', { name: ' ' }, 'input-invalid'],
])('a book with %s is refused', async (_what, changes, code) => {
  expect(await said(await add(changes))).toContain(code);
});

test('a book that has given numbers is not deleted, and only its closing day moves', async () => {
  const book = await database.db.manager.findOneByOrFail(Book, { officeId: office.id, year: 2026 });
  const own = `${path()}/${book.id}`;
  const { name, startNumber, openedOn } = book;
  const facts = { name, startNumber, openedOn, closedOn: '2026-12-30' };
  expect(await said(await clerk.send('DELETE', own))).toContain('book-numbered');
  for (const changes of [{ startNumber: 9 }, { name: 'Khác/ĐT' }, { closedOn: '2026-11-25' }]) {
    const answer = await clerk.send('PUT', own, { ...facts, ...changes });
    expect(await said(answer)).toContain('book-numbered');
  }
  expect((await clerk.send('PUT', own, facts)).status).toBe(204);
});

test('numbers run on across the books of a year: the first stops before the second begins', async () => {
  const added = await add({ startNumber: 5 });
  const { id } = (await added.json()) as { id: string };
  await give('Phạm Thị Mẫu');
  await expect(give('Phạm Thị Mẫu')).rejects.toMatchObject({ code: 'book-full' });
  await give('Phạm Thị Mẫu', id);
  const second = await database.db.manager.findOneByOrFail(Book, { id });
  expect(second.lastNumber).toBe(5);
});

async function find(query: string): Promise<string[]> {
  const book = await database.db.manager.findOneByOrFail(Book, {
    officeId: office.id,
    startNumber: 1,
    year: 2026,
  });
  const answer = await supervisor.get(`${path()}/${book.id}/lines?${query}`);
  const { items } = (await answer.json()) as { items: { numberText: string }[] };
  return items.map(({ numberText }) => numberText);
}

test('a line is found by part of any column', async () => {
  expect(await find('')).toEqual(['001/ĐT', '002/ĐT', '003/ĐT', '004/ĐT']);
  expect(await find('text=le van')).toEqual(['003/ĐT']);
  expect(await find(`text=${encodeURIComponent('PHẠM THỊ')}`)).toEqual(['004/ĐT']);
  expect(await find('text=cancel')).toEqual(['002/ĐT']);
  expect(await find('text=004/')).toEqual(['004/ĐT']);
  expect(await find('text=26/11/2026')).toHaveLength(4);
  expect(await find('text=%25')).toEqual([]);
  expect(await find('from=2026-11-27')).toEqual([]);
});

test('a month of a book is printed', async () => {
  const where = { officeId: office.id, startNumber: 1, year: 2026 };
  const { id } = await database.db.manager.findOneByOrFail(Book, where);
  const answer = await supervisor.get(`${path()}/${id}/print.pdf?month=2026-11`);
  expect(
    Buffer.from(await answer.arrayBuffer())
      .subarray(0, 5)
      .toString(),
  ).toBe('%PDF-');
  expect(await said(await supervisor.get(`${path()}/${id}/print.pdf?month=2026-13`))).toContain(
    'input-invalid',
  );
});

test('what belongs to another office is unknown', async () => {
  const { id } = await database.db.manager.findOneByOrFail(Book, { officeId: other.id });
  for (const tail of ['lines', 'print.pdf?month=2026-11']) {
    expect(await said(await clerk.get(`${path()}/${id}/${tail}`))).toContain('book-unknown');
  }
  expect(await said(await clerk.send('DELETE', `${path()}/${id}`))).toContain('book-unknown');
  expect((await supervisor.send('POST', path(), order)).status).toBe(403);
});
