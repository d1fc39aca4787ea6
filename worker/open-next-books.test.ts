import { afterAll, beforeAll, expect, test } from '@jest/globals';
import { assignNumber } from '../db/registers/assign-number';
import { Book } from '../db/registers/entity';
import { ensureBook } from '../db/registers/make-book';
import { loadRules } from '../policies/load-rules';
import { acceptDossier } from '../test/fixtures/dossiers';
import { makeOffice, type TestOffice } from '../test/fixtures/house';
import { startDatabase, type TestDatabase } from '../test/stack/database';
import { openNextBooks } from './open-next-books';

const rules = loadRules();
let database: TestDatabase;
let office: TestOffice;

beforeAll(async () => {
  database = await startDatabase();
  office = await makeOffice(database.db, 'nam-01', 'UBND Phường Mẫu');
  await ensureBook(database.db.manager, office.id, 2026, 1);
  await makeOffice(database.db, 'nam-02', 'Sở không có sổ');
}, 60_000);
afterAll(() => database.stop());

const open = (at: string) => openNextBooks(database.db, rules, Date.parse(at));

async function give(at: string) {
  const { db } = database;
  const dossier = await acceptDossier(db, office, '2026-12-31T16:30:00+07:00');
  return assignNumber(db.manager, {
    ...{ dossierId: dossier.id, bookId: null, actorId: office.staff.clerk, actKey: 'seal' },
    ...{ at: new Date(at), publishedSizeOf: () => 0, format: (number: number) => `${number}/ĐT` },
  });
}

test('next year’s book is there in time, once, where the policy says and where there are books', async () => {
  expect(await open('2026-10-20T09:00:00+07:00')).toBe(0);
  expect(await open('2026-11-05T09:00:00+07:00')).toBe(1);
  expect(await open('2026-12-31T23:59:59+07:00')).toBe(0);
  const { manager } = database.db;
  const book = await manager.findOneByOrFail(Book, { officeId: office.id, year: 2027 });
  expect(book).toMatchObject({ name: '2027/ĐT', startNumber: 1, lastNumber: 0, logSize: 0 });
  expect(book).toMatchObject({ openedOn: '2027-01-01', closedOn: '2027-12-31' });
});

test('a dossier that waits over New Year gets number, day and book of the new year, to the second', async () => {
  const before = await give('2026-12-31T23:59:59+07:00');
  const after = await give('2027-01-01T00:00:00+07:00');
  const { manager } = database.db;
  const yearOf = async (id: string) => (await manager.findOneByOrFail(Book, { id })).year;
  expect(before).toMatchObject({ number: 1, certifiedOn: '2026-12-31' });
  expect(after).toMatchObject({ number: 1, certifiedOn: '2027-01-01' });
  expect([await yearOf(before.bookId), await yearOf(after.bookId)]).toEqual([2026, 2027]);
});

test('an installation that slept over New Year opens the book of the year that it wakes up in', async () => {
  expect(await open('2030-03-01T09:00:00+07:00')).toBe(1);
  expect((await give('2030-03-01T10:00:00+07:00')).certifiedOn).toBe('2030-03-01');
});
