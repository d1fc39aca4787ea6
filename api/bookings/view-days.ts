import { countWaiting, listBookings } from '../../db/bookings/find-bookings';
import type { Office } from '../../db/offices/entity';
import { type Day, formatDate, startOfDay } from '../../time/time';
import type { ApiDeps } from '../http/deps';
import type { BookingDays } from './booking-contract';
import { listHours } from './free-hours';
import { findDisplaced, viewRow } from './view';

/** Some days of an office (both included): its hours with what is taken of them, and its appointments. */
export async function viewDays(
  deps: Pick<ApiDeps, 'db' | 'rules' | 'now'>,
  office: Pick<Office, 'id' | 'calendarId'>,
  from: Day,
  to: Day,
): Promise<BookingDays> {
  const between = { from: new Date(startOfDay(from)), to: new Date(startOfDay(to + 1)) };
  const rows = await listBookings(deps.db, office.id, between);
  const { days } = await listHours(deps, office, from, to);
  const waiting = await countWaiting(deps.db, office.id, {
    ...{ from: formatDate(from), to: formatDate(to) },
  });
  const hours = days.flatMap((day) => day.hours);
  const displaced = findDisplaced(
    rows.filter(({ startsAt }) => Number(startsAt) > deps.now()),
    new Map(hours.map(({ startsAt, seats }) => [startsAt, seats])),
  );
  return {
    asOf: new Date(deps.now()).toISOString(),
    days: days.map(({ day, holiday, hours: ofDay }) => ({
      ...{ date: formatDate(day), holiday, waiting: waiting.get(formatDate(day)) ?? 0 },
      hours: ofDay.map(({ startsAt, hour, seats, taken }) => {
        return { startsAt: new Date(startsAt).toISOString(), hour, seats, taken };
      }),
    })),
    bookings: rows.filter(({ code }) => code !== null).map((row) => viewRow(row, displaced)),
  };
}
