import type { DataSource, EntityManager } from 'typeorm';
import type { BookingTerms } from '../../domain/bookings';
import { SaoyError } from '../../domain/problem';
import { dayOf, formatDate } from '../../time/time';
import { insertRows } from '../write-row';
import { Booking, BookingPlace } from './entity';
import { getPublishedAt } from './plans';
import { tellChanged, tellHolder } from './tell';

/**
 * Takes a place of an hour under the lock of that hour: however many ask at once, no more get one than the office has
 * seats, by what it publishes and its calendar says at that moment. A place of the same kind that the appointment had is
 * given up for it; who may have it is asked by `offerPlaces`.
 * @throws SaoyError `booking-full`: none is free, or the office takes nobody then
 */
export async function takePlace(
  inside: EntityManager,
  terms: BookingTerms,
  place: BookingPlace,
  now: Date,
): Promise<void> {
  await lockHour(inside, place);
  if ((await countFree(inside, terms, place, now, place.bookingId)) <= 0) {
    throw new SaoyError('booking-full');
  }
  await insertRows(
    inside,
    'booking_place',
    [{ ...place }],
    'officeId = VALUES(officeId), startsAt = VALUES(startsAt), until = VALUES(until)',
  );
}

/** Gives up what an appointment has taken. */
export async function dropPlaces(
  inside: EntityManager,
  bookingId: string,
  kind?: BookingPlace['kind'],
): Promise<void> {
  await inside.delete(BookingPlace, { bookingId, ...(kind && { kind }) });
}

/** The appointment has come about, or moves to the hour that was proposed: its place is kept. */
export async function keepPlace(
  inside: EntityManager,
  bookingId: string,
  kind: BookingPlace['kind'],
): Promise<void> {
  await inside.update(BookingPlace, { bookingId, kind }, { kind: 'own', until: null });
}

/**
 * Offers what is free in an hour to whoever has waited longest for that day, and keeps it for them a while. Called
 * where a place came free; does nothing where the hour is too near, or nobody waits.
 */
export async function offerPlaces(
  inside: EntityManager,
  terms: BookingTerms,
  hour: Pick<BookingPlace, 'officeId' | 'startsAt'>,
  now: Date,
): Promise<void> {
  const { officeId, startsAt } = hour;
  if (startsAt.getTime() <= now.getTime() + terms.leadMs) return;
  const waitsFor = formatDate(dayOf(startsAt.getTime()));
  for (;;) {
    const next = await inside.findOne(Booking, {
      where: { officeId, state: 'waiting', waitsFor },
      order: { createdAt: 'ASC', id: 'ASC' },
      lock: { mode: 'pessimistic_write' },
    });
    if (!next) return;
    const until = new Date(
      Math.min(now.getTime() + terms.offerMs, startsAt.getTime() - terms.leadMs),
    );
    const place = { bookingId: next.id, kind: 'own' as const, officeId, startsAt, until };
    await lockHour(inside, place);
    if ((await countFree(inside, terms, place, now)) <= 0) return;
    await insertRows(inside, 'booking_place', [place]);
    const revision = next.revision + 1;
    const offered = { state: 'offered' as const, startsAt, heldUntil: until, revision };
    await inside.update(Booking, { id: next.id }, offered);
    const booking = { ...next, ...offered };
    await tellHolder(inside, terms, booking, 'booking-offered', now, { until: until.getTime() });
    await tellChanged(inside, booking, now);
  }
}

/** Taken places by the beginning of their hour (epoch milliseconds). */
export async function countTaken(
  { manager }: Pick<DataSource, 'manager'>,
  officeId: string,
  { from, to, now }: { from: Date; to: Date; now: Date },
): Promise<Map<number, number>> {
  const rows = await manager.query<{ startsAt: Date; taken: string }[]>(
    `SELECT startsAt, COUNT(*) AS taken FROM booking_place
      WHERE officeId = ? AND startsAt >= ? AND startsAt < ? AND (until IS NULL OR until > ?)
      GROUP BY startsAt`,
    [officeId, from, to, now],
  );
  return new Map(rows.map(({ startsAt, taken }) => [startsAt.getTime(), Number(taken)]));
}

/** Waits for whoever counts the same hour; the lock ends with the transaction. */
async function lockHour(
  inside: EntityManager,
  { officeId, startsAt }: Pick<BookingPlace, 'officeId' | 'startsAt'>,
): Promise<void> {
  await insertRows(
    inside,
    'booking_hour',
    [{ officeId, startsAt }],
    'officeId = booking_hour.officeId',
  );
}

/** @param butOf whose own place of that kind is not counted: it is given up for the new one */
async function countFree(
  inside: EntityManager,
  { seatsOf }: BookingTerms,
  { officeId, startsAt, kind }: BookingPlace,
  now: Date,
  butOf = '',
): Promise<number> {
  const [row] = await inside.query<{ taken: string }[]>(
    `SELECT COUNT(*) AS taken FROM booking_place
      WHERE officeId = ? AND startsAt = ? AND (until IS NULL OR until > ?)
        AND NOT (bookingId = ? AND kind = ?)`,
    [officeId, startsAt, now, butOf, kind],
  );
  const published = await getPublishedAt(inside, officeId, startsAt);
  return seatsOf(published, startsAt.getTime()) - Number(row?.taken);
}
