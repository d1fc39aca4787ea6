import { afterAll, beforeAll, expect, test } from '@jest/globals';
import { randomUUID } from 'node:crypto';
import { mkdtempSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { Workbook } from 'exceljs';
import { assignNumber } from '../../db/registers/assign-number';
import { cancelExport, getExport, recordExportAsked } from '../../db/registers/book-exports';
import { addBook } from '../../db/registers/change-book';
import { correctEntry } from '../../db/registers/correct-entry';
import { Book, type BookExport } from '../../db/registers/entity';
import { ensureBook } from '../../db/registers/make-book';
import { loadRules } from '../../policies/load-rules';
import { openStore } from '../../storage/open-store';
import { acceptDossier } from '../../test/fixtures/dossiers';
import { makeOffice, type TestOffice } from '../../test/fixtures/house';
import { startDatabase, type TestDatabase } from '../../test/stack/database';
import { createExportBook } from './export-book';

let database: TestDatabase;
let office: TestOffice;
let first: Book;
const now = new Date('2026-12-31T16:00:00+07:00');
const store = openStore(`file://${mkdtempSync(join(tmpdir(), 'saoy-export-'))}`);

beforeAll(async () => {
  database = await startDatabase();
  const { manager } = database.db;
  office = await makeOffice(database.db, 'so-01', 'UBND Phường Mẫu');
  await ensureBook(manager, office.id, 2026, 1);
  first = await manager.findOneByOrFail(Book, { officeId: office.id });
  const act = { officeId: office.id, actorId: office.staff.clerk, at: now, today: '2026-12-31' };
  const days = { openedOn: '2026-12-01', closedOn: '2026-12-31' };
  const second = await addBook(manager, act, { name: 'Quyển 2/ĐT', startNumber: 3, ...days });
  for (const bookId of [first.id, first.id, second]) await give(bookId);
  for (const [field, value] of [
    ['copies', '5'],
    ['requesterName', 'Trần Thị Thử'],
  ] as const) {
    const reason = 'Ghi nhầm khi tiếp nhận';
    await correctEntry(manager, { ...act, bookId: first.id, number: 2, field, value, reason });
  }
}, 60_000);
afterAll(() => database.stop());

async function give(bookId: string): Promise<void> {
  const { db } = database;
  const dossier = await acceptDossier(db, office, '2026-11-26T09:00:00+07:00', {
    requester: { requesterName: '=Nguyễn Văn Mẫu' },
  });
  await assignNumber(db.manager, {
    ...{ dossierId: dossier.id, bookId, actorId: office.staff.clerk, actKey: 'seal' },
    ...{ at: new Date('2026-12-02T10:00:00+07:00'), publishedSizeOf: () => 0 },
    format: (number) => `${String(number).padStart(3, '0')}/ĐT`,
  });
}

async function ask(which: { bookId: string } | { year: number }): Promise<BookExport> {
  const by = { officeId: office.id, askedBy: office.staff.clerk, askedAt: new Date(now) };
  const { id } = await recordExportAsked(database.db, { id: randomUUID(), which, ...by });
  return getExport(database.db, id);
}

async function make({ id }: BookExport): Promise<BookExport> {
  const { db } = database;
  await createExportBook({ db, store, rules: loadRules(), now: () => now })({ exportId: id });
  return getExport(db, id);
}

async function readLines({ workbookHash }: BookExport): Promise<unknown[][]> {
  const workbook = new Workbook();
  const bytes = await store.get(String(workbookHash));
  await workbook.xlsx.load(new Uint8Array(bytes).buffer);
  const rows: unknown[][] = [];
  workbook.worksheets[0]?.eachRow((row) => rows.push((row.values as unknown[]).slice(1)));
  return rows.filter(([number]) => /^\d+\/ĐT$/.test(String(number)));
}

test('the books of a year are merged into one, in the order of their numbers', async () => {
  const made = await make(await ask({ year: 2026 }));
  expect(made).toMatchObject({ total: 3, progress: 3, failure: null });
  const lines = await readLines(made);
  expect(lines.map(([number]) => number)).toEqual(['001/ĐT', '002/ĐT', '003/ĐT']);
  expect(lines[1]).toMatchObject([
    ...['002/ĐT', new Date('2026-12-02T00:00:00Z'), 'Trần Thị Thử', 'Giấy khai sinh'],
    ...[undefined, 5, 4000, expect.stringContaining('số bản sao 1 thành 5')],
  ]);
  expect(lines[1]?.[7]).toContain('họ tên người yêu cầu “=Nguyễn Văn Mẫu” thành “Trần Thị Thử”');
  expect(lines[0]?.[2]).toBe('=Nguyễn Văn Mẫu');
});

test('what is being made already is not begun twice; what is cancelled leaves no file', async () => {
  const asked = await ask({ bookId: first.id });
  expect((await ask({ bookId: first.id })).id).toBe(asked.id);
  await cancelExport(database.db, asked.id, now);
  expect(await make(asked)).toMatchObject({ doneAt: null, workbookHash: null });
  const again = await ask({ bookId: first.id });
  expect(again.id).not.toBe(asked.id);
  await cancelExport(database.db, again.id, now);
});

test('one that is cancelled while it is written ends there', async () => {
  const { db } = database;
  const running = await ask({ year: 2026 });
  // Somebody cancels it right after the lines of the first book.
  await db.query(
    'CREATE TRIGGER cancelled_then BEFORE UPDATE ON book_export FOR EACH ROW SET NEW.cancelledAt = NEW.askedAt',
  );
  const made = await make(running).finally(() => db.query('DROP TRIGGER cancelled_then'));
  expect(made).toMatchObject({ doneAt: null, workbookHash: null, progress: 2 });
});

test('a later file takes the place of the one before', async () => {
  const one = await make(await ask({ bookId: first.id }));
  await give(first.id).catch(() => undefined);
  await correctEntry(database.db.manager, {
    ...{ officeId: office.id, bookId: first.id, number: 1, field: 'note', value: 'Khác' },
    ...{ reason: 'Thử lần nữa', actorId: office.staff.clerk, at: now },
  });
  const two = await make(await ask({ bookId: first.id }));
  expect(two.workbookHash).not.toBe(one.workbookHash);
  expect((await getExport(database.db, one.id)).workbookHash).toBeNull();
  const dropped = await database.db.query<{ hash: string }[]>('SELECT hash FROM dropped_content');
  expect(dropped).toEqual([{ hash: one.workbookHash }]);
});
