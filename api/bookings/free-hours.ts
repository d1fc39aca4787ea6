import { countTaken } from '../../db/bookings/places';
import { getPublished } from '../../db/bookings/plans';
import type { Office } from '../../db/offices/entity';
import { bookableHours, type BookableHour } from '../../deadlines/bookable-hours';
import type { BookingTerms, PublishedSeats } from '../../domain/bookings';
import { SaoyError } from '../../domain/problem';
import {
  clockOf,
  dayOf,
  type Day,
  findDate,
  formatDate,
  formatDateVi,
  startOfDay,
} from '../../time/time';
import type { ApiDeps } from '../http/deps';

type Deps = Pick<ApiDeps, 'db' | 'rules' | 'now'>;

/** So many free hours are named to whoever came too late. */
const namedMax = 3;

/** An hour with how many of its places are taken. */
export interface HourOfDay extends BookableHour {
  taken: number;
}

export interface DayOfHours {
  day: Day;
  /** The name of the day off, where it is one. */
  holiday: string | null;
  hours: HourOfDay[];
}

/** The hours of some days (both included) as an office has them now. */
export async function listHours(
  { db, rules, now }: Deps,
  office: Pick<Office, 'id' | 'calendarId'>,
  from: Day,
  to: Day,
): Promise<{ days: DayOfHours[]; published: PublishedSeats & { note: string | null } }> {
  const calendar = rules.calendarOf(office.calendarId);
  const published = await getPublished(db, office.id, formatDate(from), formatDate(to));
  const taken = await countTaken(db, office.id, {
    ...{ from: new Date(startOfDay(from)), to: new Date(startOfDay(to + 1)) },
    now: new Date(now()),
  });
  const days = Array.from({ length: to - from + 1 }, (_, at) => {
    const day = from + at;
    const off = calendar.daysOff.find((one) => one.day === day);
    const hours = bookableHours(calendar, published, day).map((hour) => {
      return { ...hour, taken: taken.get(hour.startsAt) ?? 0 };
    });
    return { day, holiday: off?.entry.name ?? null, hours };
  });
  return { days, published };
}

/** Whether a place of an hour may be taken by somebody who books, and is there. */
export function isFree({ startsAt, seats, taken }: HourOfDay, terms: BookingTerms, now: number) {
  return taken < seats && startsAt > now + terms.leadMs;
}

/** @throws SaoyError `booking-hour-closed` where nobody books an hour so near, so far, or at all */
export async function requireBookable(
  deps: Deps,
  office: Pick<Office, 'id' | 'calendarId'>,
  terms: BookingTerms,
  startsAt: number,
): Promise<void> {
  const [now, day] = [deps.now(), dayOf(startsAt)];
  const isNear = startsAt <= now + terms.leadMs;
  const isFar = day >= dayOf(now) + terms.aheadDays;
  if (isNear || isFar) throw new SaoyError('booking-hour-closed');
  const date = formatDate(day);
  const published = await getPublished(deps.db, office.id, date, date);
  if (terms.seatsOf(published, startsAt) === 0) throw new SaoyError('booking-hour-closed');
}

/**
 * Tells whoever comes too late for an hour which are free next, from that hour's day on.
 * @throws what `take` throws; `booking-full` with those hours
 */
export async function orNameFree<Result>(
  deps: Deps,
  office: Pick<Office, 'id' | 'calendarId'>,
  terms: BookingTerms,
  startsAt: number,
  take: () => Promise<Result>,
): Promise<Result> {
  try {
    return await take();
  } catch (error) {
    if (!(error instanceof SaoyError) || error.code !== 'booking-full') throw error;
    const now = deps.now();
    const { days } = await listHours(
      deps,
      office,
      dayOf(startsAt),
      Math.max(dayOf(startsAt), dayOf(now) + terms.aheadDays - 1),
    );
    const free = days
      .flatMap(({ hours }) => hours)
      .filter((hour) => isFree(hour, terms, now))
      .slice(0, namedMax)
      .map((hour) => `${clockOf(hour.startsAt)} ${formatDateVi(dayOf(hour.startsAt))}`);
    throw new SaoyError('booking-full', free.length > 0 ? { next: free.join(', ') } : {}, {
      cause: error,
    });
  }
}

/** @throws SaoyError `date-invalid` */
export function readDay(date: string): Day {
  const day = findDate(date);
  if (day === undefined) throw new SaoyError('date-invalid', { date });
  return day;
}
