import { afterAll, beforeAll, expect, test } from '@jest/globals';
import { randomUUID } from 'node:crypto';
import { acceptDossier } from '../../test/fixtures/dossiers';
import { whileHeld } from '../../test/fixtures/hold-row';
import { makeOffice, type TestOffice } from '../../test/fixtures/house';
import { startDatabase, type TestDatabase } from '../../test/stack/database';
import type { Dossier } from '../dossiers/entity';
import { Book, type RegisterEntry, RegisterVoid } from './entity';
import { assignNumber, type NumberInput } from './assign-number';
import { ensureBook } from './make-book';
import { voidNumber } from './void-number';

let database: TestDatabase;
let office: TestOffice;
let other: TestOffice;

beforeAll(async () => {
  database = await startDatabase();
  office = await makeOffice(database.db, 'so-01', 'UBND Phường Mẫu');
  other = await makeOffice(database.db, 'so-02', 'UBND Phường Khác');
  for (const { id } of [office, other]) await ensureBook(database.db.manager, id, 2026, 1);
}, 60_000);
afterAll(() => database.stop());

const accept = (at = '2026-11-26T09:00:00+07:00') => acceptDossier(database.db, office, at);

function assign(dossier: Dossier, changes: Partial<NumberInput> = {}): Promise<RegisterEntry> {
  return assignNumber(database.db.manager, {
    ...{ dossierId: dossier.id, bookId: null, actorId: office.staff.clerk },
    ...{ actKey: `seal:${randomUUID()}`, at: new Date('2026-11-26T10:00:00+07:00') },
    format: (number) => `${String(number).padStart(3, '0')}/ĐT`,
    publishedSizeOf: () => 0,
    ...changes,
  });
}

const bookOf = ({ id }: TestOffice, year = 2026) =>
  database.db.manager.findOneByOrFail(Book, { officeId: id, year });

test('assignNumber of one dossier twice at once gives one number', async () => {
  const dossier = await accept();
  const { lastNumber } = await bookOf(office);
  const act = () => assign(dossier);
  const results = await whileHeld(database.db, dossier.id, [act, act]);
  const numbers = results.map((result) => result.status === 'fulfilled' && result.value.number);
  expect(numbers).toEqual([lastNumber + 1, lastNumber + 1]);
  expect((await bookOf(office)).lastNumber).toBe(lastNumber + 1);
});

test('a book of another office is book-unknown', async () => {
  const { id: bookId } = await bookOf(other);
  await expect(assign(await accept(), { bookId })).rejects.toMatchObject({ code: 'book-unknown' });
  expect((await bookOf(other)).lastNumber).toBe(0);
});

test('on 1 January last year’s book is book-closed, and to its last moment it is open', async () => {
  const { id: bookId } = await bookOf(office);
  const dossier = await accept();
  const newYear = new Date('2027-01-01T00:00:00.000+07:00');
  await expect(assign(dossier, { bookId, at: newYear })).rejects.toMatchObject({
    code: 'book-closed',
  });
  await expect(assign(dossier, { at: newYear })).rejects.toMatchObject({ code: 'book-unknown' });
  const lastMoment = new Date(newYear.getTime() - 1);
  expect((await assign(dossier, { bookId, at: lastMoment })).certifiedOn).toBe('2026-12-31');
});

test('a dossier with a number keeps it and its date, whatever books are open', async () => {
  const dossier = await accept();
  const taken = await assign(dossier);
  const again = await assign(dossier, { at: new Date('2027-01-04T09:00:00+07:00') });
  expect(again).toMatchObject({ numberText: taken.numberText, certifiedOn: '2026-11-26' });
  const { id: bookId } = await bookOf(other);
  expect((await assign(dossier, { bookId })).numberText).toBe(taken.numberText);
});

test('voidNumber twice, also at once, leaves one void, with the first reason', async () => {
  const dossier = await accept();
  const { bookId, number } = await assign(dossier);
  const at = new Date('2026-11-26T11:00:00+07:00');
  const { manager } = database.db;
  await voidNumber(manager, dossier.id, 'cancel', at);
  await voidNumber(manager, dossier.id, 'withdraw', at);
  expect(await manager.findBy(RegisterVoid, { bookId, number })).toMatchObject([
    { reason: 'cancel' },
  ]);
  const second = await accept();
  const entry = await assign(second);
  const act = () => voidNumber(manager, second.id, 'cancel', at);
  const results = await whileHeld(database.db, second.id, [act, act]);
  expect(results.map(({ status }) => status)).toEqual(['fulfilled', 'fulfilled']);
  const which = { bookId: entry.bookId, number: entry.number };
  expect(await manager.countBy(RegisterVoid, which)).toBe(1);
});
