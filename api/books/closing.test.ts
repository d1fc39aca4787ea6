import { afterAll, beforeAll, expect, test } from '@jest/globals';
import { mkdtemp } from 'node:fs/promises';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { assignNumber } from '../../db/registers/assign-number';
import { checkRegister } from '../../db/registers/check-register';
import { Book } from '../../db/registers/entity';
import { ensureBook } from '../../db/registers/make-book';
import { voidNumber } from '../../db/registers/void-number';
import { parseLeaf } from '../../domain/register-log/leaf';
import { ApiClient, said, testDeps } from '../../test/fixtures/api-client';
import { acceptDossier } from '../../test/fixtures/dossiers';
import { makeOffice, type TestOffice } from '../../test/fixtures/house';
import { readPdf } from '../../test/fixtures/read-pdf';
import { startDatabase, type TestDatabase } from '../../test/stack/database';
import { createApp } from '../app';
import type { BookClosing } from './contract';

let database: TestDatabase;
let office: TestOffice;
let clerk: ApiClient;
let leader: ApiClient;
let officer: ApiClient;
let book: Book;
const clock = { now: Date.parse('2026-12-31T16:00:00+07:00') };
let keys = 0;
const keyed = () => ({ 'idempotency-key': `closing-${(keys += 1)}-key` });

beforeAll(async () => {
  database = await startDatabase();
  const { db } = database;
  office = await makeOffice(db, 'so-01', 'UBND Phường Mẫu');
  for (const year of [2026, 2027]) await ensureBook(db.manager, office.id, year, 1);
  book = await db.manager.findOneByOrFail(Book, { officeId: office.id, year: 2026 });
  const app = createApp(testDeps(db, await mkdtemp(join(tmpdir(), 'so-')), clock));
  clerk = await new ApiClient(app).signIn('clerk.so-01');
  leader = await new ApiClient(app).signIn('leader.so-01');
  officer = await new ApiClient(app).signIn('officer.so-01');
}, 60_000);
afterAll(() => database.stop());

/** Takes a dossier in, and gives it a number at an instant. */
async function give(at: string, requesterName = 'Nguyễn Văn Mẫu', bookId: string | null = null) {
  const { db } = database;
  const dossier = await acceptDossier(db, office, '2026-11-26T09:00:00+07:00', {
    requester: { requesterName },
  });
  await assignNumber(db.manager, {
    ...{ dossierId: dossier.id, bookId, actorId: office.staff.clerk, actKey: 'seal' },
    ...{ at: new Date(at), publishedSizeOf: () => 0 },
    format: (number) => `${String(number).padStart(3, '0')}/ĐT`,
  });
  return dossier;
}

const path = () => `/api/offices/${office.id}/books/${book.id}`;
const closingPath = () => `${path()}/closing`;

async function read(client = leader): Promise<BookClosing> {
  const answer = await client.get(closingPath());
  expect(answer.status).toBe(200);
  return (await answer.json()) as BookClosing;
}

function correct(number: number, order: object, client = clerk): Promise<Response> {
  return client.send('POST', `${path()}/lines/${number}/corrections`, order, keyed());
}

const reason = 'Ghi nhầm khi tiếp nhận';
const check = async () => (await checkRegister(database.db)).flatMap(({ findings }) => findings);

test('a correction stands beside the entry: on the page, in print, in the search and in the log', async () => {
  await give('2026-11-26T10:00:00+07:00');
  await give('2026-12-02T10:00:00+07:00', 'Trần Thị Ví Dụ');
  for (const order of [
    { field: 'requesterName', value: 'Trần Thị Thử', reason },
    { field: 'copies', value: 3, reason },
    { field: 'copies', value: 2, reason },
  ]) {
    expect((await correct(2, order)).status).toBe(204);
  }
  const lines = await leader.get(`${path()}/lines?text=${encodeURIComponent('thi thu')}`);
  const { items } = (await lines.json()) as { items: Record<string, unknown>[] };
  expect(items).toMatchObject([
    {
      ...{ numberText: '002/ĐT', requesterName: 'Trần Thị Ví Dụ', copies: 1 },
      corrections: [
        { field: 'requesterName', before: 'Trần Thị Ví Dụ', value: 'Trần Thị Thử', reason },
        { field: 'copies', before: '1', value: '3' },
        { field: 'copies', before: '3', value: '2' },
      ],
    },
  ]);
  const pdf = await leader.get(`${path()}/print.pdf?month=2026-12`);
  const text = readPdf(new Uint8Array(await pdf.arrayBuffer()));
  expect(text.replace(/\s+/g, ' ')).toContain('số bản sao 3 thành 2');
  const leaves = await database.db.query<{ leaf: string }[]>(
    'SELECT leaf FROM register_leaf WHERE bookId = ? ORDER BY position',
    [book.id],
  );
  expect(leaves.map(({ leaf }) => parseLeaf(leaf).kind)).toEqual([
    ...['open', 'number', 'number', 'correction', 'correction', 'correction'],
  ]);
  expect(leaves.map(({ leaf }) => leaf).join()).not.toMatch(/Trần|nhầm/);
  expect(await check()).toEqual([]);
});

test.each([
  [
    'the same words',
    2,
    { field: 'requesterName', value: 'Trần Thị Thử', reason },
    'correction-empty',
  ],
  ['no reason', 2, { field: 'requesterName', value: 'Lê Thử' }, 'input-invalid'],
  ['a number that was never given', 9, { field: 'fee', value: 0, reason }, 'book-line-unknown'],
  ['its number', 2, { field: 'numberText', value: '9', reason }, 'input-invalid'],
  ['no copy', 2, { field: 'copies', value: 0, reason }, 'input-invalid'],
])('a correction by %s is refused', async (_what, number, order, code) => {
  expect(await said(await correct(number, order))).toContain(code);
});

test('only the clerk corrects, only the signer closes', async () => {
  const order = { field: 'fee', value: 1000, reason };
  expect(await said(await correct(1, order, leader))).toBe('403 right-missing');
  const body = { totalsHash: '0'.repeat(64) };
  for (const client of [clerk, officer]) {
    expect(await said(await client.send('POST', closingPath(), body, keyed()))).toBe(
      '403 right-missing',
    );
  }
  expect(await said(await officer.get(closingPath()))).toBe('403 right-missing');
});

test('a correction that is changed, taken away or added by hand is found', async () => {
  const { db } = database;
  const unlocked = async (statement: string) => {
    await db.query('DROP TRIGGER IF EXISTS register_correction_no_update');
    await db.query('DROP TRIGGER IF EXISTS register_correction_no_delete');
    await db.query(statement);
  };
  const which = 'number = 2 AND ordinal = 1';
  await unlocked(`UPDATE register_correction SET value = 'Kẻ Gian' WHERE ${which}`);
  expect(await check()).toEqual([{ code: 'correction-altered', number: 2 }]);
  await unlocked(`UPDATE register_correction SET value = 'Trần Thị Thử' WHERE ${which}`);
  expect(await check()).toEqual([]);
  await unlocked(
    `INSERT INTO register_correction SELECT bookId, 1, 1, field, value, reason, correctedBy, at
      FROM register_correction WHERE ${which}`,
  );
  expect(await check()).toEqual([{ code: 'correction-altered', number: 1 }]);
  await unlocked('DELETE FROM register_correction WHERE number = 1');
  expect(await check()).toEqual([]);
});

test('the totals of a book are added up by month, with voids and corrections', async () => {
  const dead = await give('2026-12-03T10:00:00+07:00');
  await voidNumber(database.db.manager, dead.id, 'cancel', new Date(clock.now));
  const { totals, months, closed, hasEnded } = await read(clerk);
  expect(totals).toEqual({
    ...{ numbers: 3, voids: 1, corrections: 3, copies: 4, pages: 6, fee: 12_000 },
    ...{ firstText: '001/ĐT', lastText: '003/ĐT' },
  });
  expect(months).toMatchObject([
    { month: 11, numbers: 1, voids: 0, copies: 1, firstText: '001/ĐT', lastText: '001/ĐT' },
    { month: 12, numbers: 2, voids: 1, copies: 3, firstText: '002/ĐT', lastText: '003/ĐT' },
  ]);
  expect({ closed, hasEnded }).toEqual({ closed: null, hasEnded: true });
  const preview = await leader.get(`${closingPath()}/preview.pdf`);
  const text = readPdf(new Uint8Array(await preview.arrayBuffer()));
  expect(text).toContain('BẢN XEM TRƯỚC');
  expect(text.replace(/\s+/g, ' ')).toContain('từ số 001/ĐT đến số 003/ĐT');
});

async function close(totalsHash: string, headers = keyed()): Promise<Response> {
  return leader.send('POST', closingPath(), { totalsHash }, headers);
}

test('a book is not closed before its last day, with a number in the making, or over totals that have changed', async () => {
  const { totalsHash } = await read();
  const { manager } = database.db;
  clock.now = Date.parse('2026-12-30T16:00:00+07:00');
  expect(await said(await close(totalsHash))).toBe('409 book-not-ended');
  clock.now = Date.parse('2026-12-31T16:00:00+07:00');
  const [first] = await manager.query<{ dossierId: string }[]>(
    'SELECT dossierId FROM register_entry WHERE bookId = ? AND number = 1',
    [book.id],
  );
  await manager.query(`UPDATE dossier SET stage = 'awaiting-seal' WHERE id = ?`, [
    first?.dossierId,
  ]);
  expect((await read()).waiting).toMatchObject({ unsealedCount: 1 });
  expect(await said(await close(totalsHash))).toBe('409 book-number-waiting');
  await manager.query(`UPDATE dossier SET stage = 'delivered' WHERE id = ?`, [first?.dossierId]);
  expect((await correct(1, { field: 'fee', value: 5000, reason })).status).toBe(204);
  expect(await said(await close(totalsHash))).toBe('409 book-totals-changed');
});

test('the signer closes a book: a leaf, a statement with its number, and no number after it', async () => {
  const { totalsHash } = await read();
  const headers = keyed();
  const answer = await close(totalsHash, headers);
  const { closed } = (await answer.json()) as BookClosing;
  expect(closed).toMatchObject({
    totals: { numbers: 3, voids: 1, corrections: 4, fee: 13_000 },
    paper: { numberText: '1/2026/KS', kind: 'year-closing' },
  });
  // Sent again it is the same closing; asked again it is closed already.
  for (const again of [headers, keyed()]) {
    expect(((await (await close(totalsHash, again)).json()) as BookClosing).closed).toEqual(closed);
  }
  const pdf = await leader.get(`/api/papers/${closed!.paper.id}/view.pdf`);
  const text = readPdf(new Uint8Array(await pdf.arrayBuffer())).replace(/\s+/g, ' ');
  expect(text).toContain('đã xác nhận khóa sổ trên hệ thống lúc 16 giờ 00 phút, ngày 31/12/2026');
  expect(text).toContain('3 số, từ số 001/ĐT đến số 003/ĐT');

  await expect(give('2026-12-31T16:30:00+07:00')).rejects.toMatchObject({
    code: 'book-year-closed',
  });
  const { name, startNumber, openedOn, closedOn } = book;
  const facts = { name, startNumber, openedOn, closedOn };
  expect(await said(await clerk.send('PUT', path(), facts))).toBe('409 book-year-closed');
  const listed = await clerk.get(`/api/books?officeId=${office.id}`);
  const { items } = (await listed.json()) as { items: { id: string; open: boolean }[] };
  expect(items.find(({ id }) => id === book.id)).toMatchObject({
    ...{ open: false, yearClosedAt: '2026-12-31T09:00:00.000Z' },
  });
  const [leaf] = await database.db.query<{ leaf: string }[]>(
    'SELECT leaf FROM register_leaf WHERE bookId = ? ORDER BY position DESC LIMIT 1',
    [book.id],
  );
  expect(parseLeaf(leaf!.leaf)).toMatchObject({
    ...{ kind: 'close', numbers: 3, voids: 1, statement: closed!.hash },
  });
  expect(await check()).toEqual([]);
});

test('a dossier that waited over New Year gets the first number of the next book, dated then', async () => {
  const dossier = await give('2027-01-01T00:00:00+07:00');
  const [entry] = await database.db.query<Record<string, unknown>[]>(
    `SELECT e.number, e.certifiedOn, b.year FROM register_entry e JOIN book b ON b.id = e.bookId
      WHERE e.dossierId = ?`,
    [dossier.id],
  );
  expect(entry).toEqual({ number: 1, certifiedOn: '2027-01-01', year: 2027 });
});

test('after the closing a number may still become void or be corrected; its statement stays', async () => {
  const [second] = await database.db.query<{ dossierId: string }[]>(
    'SELECT dossierId FROM register_entry WHERE bookId = ? AND number = 2',
    [book.id],
  );
  await voidNumber(database.db.manager, second!.dossierId, 'withdraw', new Date(clock.now));
  expect((await correct(1, { field: 'note', value: 'Đã đối chiếu', reason })).status).toBe(204);
  const { closed, totals } = await read();
  expect(closed?.totals).toMatchObject({ voids: 1, corrections: 4 });
  expect(totals).toMatchObject({ voids: 2, corrections: 5 });
  expect(await check()).toEqual([]);
});

test('totals that were confirmed and are changed by hand are found', async () => {
  const { db } = database;
  await db.query('DROP TRIGGER register_closing_no_update');
  await db.query('UPDATE register_closing SET fee = fee - 1000');
  expect(await check()).toEqual([{ code: 'closing-altered', number: 3 }]);
  await db.query('UPDATE register_closing SET fee = fee + 1000');
  await db.query('UPDATE book SET yearClosedAt = NULL WHERE id = ?', [book.id]);
  expect(await check()).toEqual([{ code: 'closing-altered', number: 3 }]);
});
