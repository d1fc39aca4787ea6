import { afterAll, beforeAll, expect, test } from '@jest/globals';
import {
  cancelBooking,
  confirmBooking,
  holdPlace,
  moveBooking,
  waitForPlace,
  type BookingFacts,
} from '../../db/bookings/change-booking';
import { Booking } from '../../db/bookings/entity';
import { recordWeek } from '../../db/bookings/plans';
import { Notice } from '../../db/notices/entity';
import type { BookingTerms } from '../../domain/bookings';
import { bookingTermsOf } from '../../policies/booking-terms';
import {
  bookingChangedSignal,
  bookingWorkflowId,
  keepBookingType,
} from '../../workflows/bookings/messages';
import { SkippingWorld } from './skipping-world';

/* Appointments on a Temporal server that skips time, with the real records: what happens by itself, and when. */

let world: SkippingWorld;
let serial = 0;

beforeAll(async () => {
  world = await SkippingWorld.create();
  const by = { officeId: world.office.id, actorId: world.office.staff.officer, at: new Date() };
  const week = Array.from({ length: 7 }, () => Array.from({ length: 24 }, () => 1));
  await recordWeek(world.database.db, { ...by, actKey: 'week' }, { week, note: null });
}, 120_000);
afterAll(() => world.destroy());

const minutes = (count: number) => count * 60_000;
const at = (local: string) => new Date(`${local}:00+07:00`);
const nowOf = async () => new Date(await world.env.currentTimeMs());

function terms(now: Date): BookingTerms {
  const office = { policyId: 'hanoi-1287-2024', calendarId: 'vn' };
  return bookingTermsOf(world.rules, office, now.getTime(), { sms: false, webhooks: [] });
}

function facts(): BookingFacts {
  serial += 1;
  return {
    ...{ requesterName: 'Nguyễn Thị Ví Dụ', identifier: null, email: null, personId: null },
    ...{ phone: `09${String(serial).padStart(8, '0')}`, procedure: 'domestic', originals: 1 },
    documentType: 'Bằng tốt nghiệp',
  };
}

/** What the relay does with a notice of the lane `workflow`. */
async function tell({ id }: Booking): Promise<void> {
  await world.env.client.workflow.signalWithStart(keepBookingType, {
    ...{ workflowId: bookingWorkflowId(id), taskQueue: 'lives', args: [{ bookingId: id }] },
    signal: bookingChangedSignal,
  });
}

async function hold(startsAt: Date): Promise<Booking> {
  const now = await nowOf();
  const wanted = { officeId: world.office.id, startsAt };
  const held = await holdPlace(world.database.db, terms(now), wanted, now);
  await tell(held);
  return held;
}

async function book(startsAt: Date): Promise<Booking> {
  const { id } = await hold(startsAt);
  const now = await nowOf();
  const booked = await confirmBooking(world.database.db, terms(now), id, facts(), now);
  await tell(booked);
  return booked;
}

const rowOf = ({ id }: Booking) => world.database.db.manager.findOneByOrFail(Booking, { id });
const countOf = ({ id }: Booking, template: Notice['template']) =>
  world.database.db.manager.countBy(Notice, { subjectId: id, template, channel: 'mail' });
/** Whether its workflow is over. Asking for its result would skip time. */
const isOver = async ({ id }: Booking) => {
  const { status } = await world.env.client.workflow.getHandle(bookingWorkflowId(id)).describe();
  return status.name === 'COMPLETED';
};

test('a hold that nobody confirms ends by itself after ten minutes', async () => {
  await world.skipTo('2027-01-04T08:00:00.000');
  const held = await hold(at('2027-01-06T09:00'));
  await world.env.sleep(minutes(9));
  expect((await rowOf(held)).state).toBe('held');
  await world.env.sleep(minutes(2));
  expect((await rowOf(held)).state).toBe('expired');
  expect(await isOver(held)).toBe(true);
}, 60_000);

test('the holder is reminded the day before and an hour before, and counts as missed two hours after', async () => {
  await world.skipTo('2027-01-05T08:00:00.000');
  const booked = await book(at('2027-01-07T09:00'));
  await world.skipTo('2027-01-06T08:59:00.000');
  expect(await countOf(booked, 'booking-reminder')).toBe(0);
  await world.skipTo('2027-01-06T09:01:00.000');
  expect(await countOf(booked, 'booking-reminder')).toBe(1);
  await world.skipTo('2027-01-07T08:01:00.000');
  expect(await countOf(booked, 'booking-reminder')).toBe(2);
  await world.skipTo('2027-01-07T10:59:00.000');
  expect((await rowOf(booked)).state).toBe('booked');
  await world.skipTo('2027-01-07T11:01:00.000');
  expect((await rowOf(booked)).state).toBe('missed');
  expect(await isOver(booked)).toBe(true);
}, 60_000);

test('who moves is reminded of the new hour alone; who booked late is not reminded of yesterday', async () => {
  await world.skipTo('2027-01-11T08:00:00.000');
  const booked = await book(at('2027-01-11T14:00'));
  const now = await nowOf();
  const to = { startsAt: at('2027-01-13T10:00'), words: null };
  const by = { actorId: null, at: now };
  await tell(await moveBooking(world.database.db, terms(now), booked.id, to, by));
  await world.skipTo('2027-01-11T15:00:00.000');
  expect(await countOf(booked, 'booking-reminder')).toBe(0);
  await world.skipTo('2027-01-13T09:30:00.000');
  expect(await countOf(booked, 'booking-reminder')).toBe(2);
}, 60_000);

test('an offer that is not taken passes to the next who waits', async () => {
  await world.skipTo('2027-01-18T08:00:00.000');
  const startsAt = at('2027-01-20T09:00');
  const booked = await book(startsAt);
  const wait = async () => {
    const now = await nowOf();
    const wanted = { officeId: world.office.id, waitsFor: '2027-01-20', hours: [] };
    const waiting = await waitForPlace(world.database.db, terms(now), wanted, facts(), now);
    await tell(waiting);
    return waiting;
  };
  const first = await wait();
  await world.env.sleep(minutes(1));
  const second = await wait();
  const now = await nowOf();
  const by = { actorId: null, at: now };
  await tell(await cancelBooking(world.database.db, terms(now), booked.id, by));
  await tell(await rowOf(first));
  expect((await rowOf(first)).state).toBe('offered');
  await world.env.sleep(minutes(31));
  expect([(await rowOf(first)).state, (await rowOf(second)).state]).toEqual(['expired', 'offered']);
  expect(await isOver(first)).toBe(true);
}, 60_000);
