import { Between, In, type DataSource, type EntityManager } from 'typeorm';
import type { BookingState } from '../../domain/bookings';
import { SaoyError } from '../../domain/problem';
import { isPersonal } from '../personal/personal-column';
import { Booking } from './entity';

type Reading = Pick<DataSource, 'manager'>;

/** Those who have, or are being kept, a place or a turn. */
const openStates: readonly BookingState[] = ['waiting', 'offered', 'booked'];
/** What an officer sees: what is not yet anybody's is not shown. */
const shownStates: readonly BookingState[] = ['booked', 'arrived', 'missed', 'cancelled'];
/** Of one person's own. */
const mineMax = 100;

/** @throws SaoyError `booking-unknown` */
export async function getBooking({ manager }: Reading, id: string): Promise<Booking> {
  const booking = await manager.findOneBy(Booking, { id });
  if (!booking) throw new SaoyError('booking-unknown');
  return booking;
}

/** @throws SaoyError `booking-unknown` where it is none of this office's */
export async function getBookingOf(
  { manager }: Reading,
  officeId: string,
  id: string,
): Promise<Booking> {
  const booking = await manager.findOneBy(Booking, { id, officeId, state: In(shownStates) });
  if (!booking) throw new SaoyError('booking-unknown');
  return booking;
}

/** By its code, which alone opens nothing. */
export function findBookingByCode({ manager }: Reading, code: string): Promise<Booking | null> {
  return manager.findOneBy(Booking, { code });
}

/** What an office has in some days: `from` included, `to` not, by the hour and then by when they were made. */
export function listBookings(
  { manager }: Reading,
  officeId: string,
  { from, to }: { from: Date; to: Date },
): Promise<Booking[]> {
  return manager.find(Booking, {
    where: {
      officeId,
      state: In(shownStates),
      startsAt: Between(from, new Date(to.getTime() - 1)),
    },
    order: { startsAt: 'ASC', createdAt: 'ASC', id: 'ASC' },
  });
}

/** How many wait for a place of each day. */
export async function countWaiting(
  { manager }: Reading,
  officeId: string,
  { from, to }: { from: string; to: string },
): Promise<Map<string, number>> {
  const rows = await manager.query<{ day: string; count: string }[]>(
    `SELECT waitsFor AS day, COUNT(*) AS count FROM booking
      WHERE officeId = ? AND state IN ('waiting', 'offered') AND waitsFor BETWEEN ? AND ?
      GROUP BY waitsFor`,
    [officeId, from, to],
  );
  return new Map(rows.map(({ day, count }) => [day, Number(count)]));
}

/** Of somebody's account, the newest first. */
export function listBookingsOf({ manager }: Reading, personId: string): Promise<Booking[]> {
  return manager.find(Booking, {
    where: { personId, state: In([...openStates, ...shownStates]) },
    order: { createdAt: 'DESC' },
    take: mineMax,
  });
}

/** Appointments to come, and turns, of one phone number. */
export function countOpen(manager: EntityManager, phone: string): Promise<number> {
  return manager.countBy(Booking, { phone: isPersonal('phone', phone), state: In(openStates) });
}
