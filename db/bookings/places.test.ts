import { afterAll, beforeAll, expect, test } from '@jest/globals';
import type { BookingTerms, WeekOfSeats } from '../../domain/bookings';
import { SaoyError } from '../../domain/problem';
import { loadRules } from '../../policies/load-rules';
import { bookingTermsOf } from '../../policies/booking-terms';
import { makeOffice, type TestOffice } from '../../test/fixtures/house';
import { startDatabase, type TestDatabase } from '../../test/stack/database';
import {
  cancelBooking,
  confirmBooking,
  expireHold,
  holdPlace,
  moveBooking,
  waitForPlace,
  type BookingFacts,
} from './change-booking';
import { Booking, BookingPlace } from './entity';
import { recordExceptions, recordWeek } from './plans';

/* On the real database: what stands between two people and one place is its lock. */

let database: TestDatabase;
let terms: BookingTerms;
const now = new Date('2026-11-25T01:00:00Z');
const minutes = (count: number) => new Date(now.getTime() + count * 60_000);
const at = (clock: string, day = '2026-11-26') => new Date(`${day}T${clock}:00+07:00`);
const weekOf = (seats: number): WeekOfSeats =>
  Array.from({ length: 7 }, () => Array.from({ length: 24 }, () => seats));
let serial = 0;

beforeAll(async () => {
  database = await startDatabase();
  const office = { policyId: 'hanoi-1287-2024', calendarId: 'vn' };
  const reach = { sms: true, webhooks: [] };
  terms = bookingTermsOf(loadRules(), office, now.getTime(), reach);
}, 60_000);
afterAll(() => database.stop());

async function officeWith(seats: number): Promise<TestOffice> {
  serial += 1;
  const code = `000.00.${String(serial).padStart(2, '0')}.H98`;
  const office = await makeOffice(database.db, code, 'Phường Mẫu');
  const by = {
    officeId: office.id,
    actorId: office.staff.officer,
    actKey: `week ${serial}`,
    at: now,
  };
  await recordWeek(database.db, by, { week: weekOf(seats), note: null });
  return office;
}

function person(more: Partial<BookingFacts> = {}): BookingFacts {
  serial += 1;
  const phone = `09${String(serial).padStart(8, '0')}`;
  return {
    ...{ requesterName: 'Nguyễn Thị Ví Dụ', identifier: null, phone, email: null, personId: null },
    ...{ procedure: 'domestic', documentType: 'Bằng tốt nghiệp', originals: 1, ...more },
  };
}

const hold = (office: TestOffice, clock: string, when = now) =>
  holdPlace(database.db, terms, { officeId: office.id, startsAt: at(clock) }, when);
const codeOf = (error: unknown) => (error instanceof SaoyError ? error.code : String(error));
const stateOf = async ({ id }: Booking) =>
  (await database.db.manager.findOneByOrFail(Booking, { id })).state;

async function book(office: TestOffice, clock: string, facts = person()): Promise<Booking> {
  const held = await hold(office, clock);
  return confirmBooking(database.db, terms, held.id, facts, now);
}

test('two hundred at once on the last place: one gets it, the others are told that it is full', async () => {
  const office = await officeWith(3);
  await Promise.all([book(office, '09:00'), book(office, '09:00')]);
  const tried = await Promise.allSettled(Array.from({ length: 200 }, () => hold(office, '09:00')));
  const outcomes = tried.map((one) =>
    one.status === 'fulfilled' ? 'held' : codeOf(one.reason as unknown),
  );
  expect(outcomes.filter((outcome) => outcome === 'held')).toHaveLength(1);
  expect(new Set(outcomes)).toEqual(new Set(['held', 'booking-full']));
  const hour = { officeId: office.id, startsAt: at('09:00') };
  expect(await database.db.manager.countBy(BookingPlace, hour)).toBe(3);
  expect(await database.db.manager.countBy(Booking, hour)).toBe(3);
}, 60_000);

test('moves, holds and confirmations at once never put more into an hour than it has', async () => {
  const office = await officeWith(2);
  const booked = await Promise.all(
    ['08:00', '08:00', '10:00', '10:00', '11:00', '11:00'].map((clock) => book(office, clock)),
  );
  const move = ({ id }: Booking, clock: string) =>
    moveBooking(
      database.db,
      terms,
      id,
      { startsAt: at(clock), words: null },
      { actorId: null, at: now },
    );
  await Promise.allSettled([
    ...booked.map((one) => move(one, '14:00')),
    ...booked.map((one) => move(one, '15:00')),
    ...Array.from({ length: 10 }, () => hold(office, '14:00')),
  ]);
  const rows = await database.db.query<{ startsAt: Date; count: string }[]>(
    'SELECT startsAt, COUNT(*) AS count FROM booking_place WHERE officeId = ? GROUP BY startsAt',
    [office.id],
  );
  expect(rows.filter(({ count }) => Number(count) > 2)).toEqual([]);
  // Each has one place, and it is where its appointment is.
  for (const { id } of booked) {
    const [place] = await database.db.manager.findBy(BookingPlace, { bookingId: id });
    const { startsAt } = await database.db.manager.findOneByOrFail(Booking, { id });
    expect(place?.startsAt).toEqual(startsAt);
  }
}, 60_000);

test('codes begin with 0000 each day and none is given twice', async () => {
  const office = await officeWith(50);
  const day = new Date('2026-12-01T02:00:00Z');
  const startsAt = at('09:00', '2026-12-02');
  const made = await Promise.all(
    Array.from({ length: 12 }, async () => {
      const held = await holdPlace(database.db, terms, { officeId: office.id, startsAt }, day);
      return confirmBooking(database.db, terms, held.id, person(), day);
    }),
  );
  const wanted = Array.from(
    { length: 12 },
    (_, at) => `CTĐT-20261201-00${String(at).padStart(2, '0')}`,
  );
  expect(made.map(({ code }) => code).sort()).toEqual(wanted);
});

test('a hold that is over is free for the next, whether anybody has noticed or not', async () => {
  const office = await officeWith(1);
  const first = await hold(office, '09:00');
  await expect(hold(office, '09:00', minutes(9))).rejects.toThrow('booking-full');
  const second = await hold(office, '09:00', minutes(10));
  // Who was slow is told that it is gone, and not before somebody else took it.
  const late = confirmBooking(database.db, terms, first.id, person(), minutes(11));
  await expect(late).rejects.toThrow('booking-full');
  await expireHold(database.db, terms, second.id, minutes(30));
  expect(await stateOf(second)).toBe('expired');
  const booked = await confirmBooking(database.db, terms, first.id, person(), minutes(31));
  expect(booked).toMatchObject({ state: 'booked', startsAt: at('09:00') });
});

test('what is confirmed already is not ended by the hold’s end, nor booked twice', async () => {
  const office = await officeWith(1);
  const held = await hold(office, '09:00');
  const [one, other] = await Promise.all([
    confirmBooking(database.db, terms, held.id, person(), now),
    confirmBooking(database.db, terms, held.id, person(), now),
  ]);
  expect(one.code).toBe(other.code);
  await expireHold(database.db, terms, held.id, minutes(60));
  expect(await stateOf(held)).toBe('booked');
});

test('a freed place is offered to whoever has waited longest, and passes on where they leave it', async () => {
  const office = await officeWith(1);
  const closed = { actorId: office.staff.officer, actKey: 'close', at: now, officeId: office.id };
  const others = [8, 10, 11, 13, 14, 15, 16, 17];
  await recordExceptions(database.db, closed, { date: '2026-11-26', hours: others, seats: 0 });
  const booked = await book(office, '09:00');
  const wait = (when: Date) =>
    waitForPlace(
      database.db,
      terms,
      { officeId: office.id, waitsFor: '2026-11-26', hours: [at('09:00')] },
      person(),
      when,
    );
  const first = await wait(minutes(1));
  const second = await wait(minutes(2));
  expect([first.state, second.state]).toEqual(['waiting', 'waiting']);
  await cancelBooking(database.db, terms, booked.id, { actorId: null, at: minutes(3) });
  expect([await stateOf(first), await stateOf(second)]).toEqual(['offered', 'waiting']);
  // Kept for them: a stranger does not get it.
  await expect(hold(office, '09:00', minutes(4))).rejects.toThrow('booking-full');
  await expireHold(database.db, terms, first.id, minutes(40));
  expect([await stateOf(first), await stateOf(second)]).toEqual(['expired', 'offered']);
  const taken = await confirmBooking(database.db, terms, second.id, null, minutes(41));
  expect(taken).toMatchObject({ state: 'booked', startsAt: at('09:00') });
});

test('one number has so many appointments to come, and no more', async () => {
  const office = await officeWith(9);
  const facts = person();
  for (const clock of ['08:00', '09:00', '10:00']) await book(office, clock, facts);
  await expect(book(office, '11:00', facts)).rejects.toThrow('booking-open-too-many');
});

test('personal columns hold no plain value', async () => {
  const office = await officeWith(1);
  const facts = person({ identifier: '079000000001', email: 'vi.du@thu-mau.invalid' });
  const { id } = await book(office, '09:00', facts);
  const [row] = await database.db.query<Record<string, string>[]>(
    'SELECT identifier, phone, email FROM booking WHERE id = ?',
    [id],
  );
  const text = JSON.stringify(row);
  for (const value of [facts.identifier, facts.phone, facts.email])
    expect(text).not.toContain(value);
});
