import type { PublishedSeats } from '../domain/bookings';
import { dayOf, formatDate, msPerMinute, startOfDay, weekdayOf, type Day } from '../time/time';
import type { Calendar } from './calendar';
import { parseDate } from './parse-time';
import { findService } from './service-hours';
import { nextWorkingInstant, workingMsBetween } from './working-time';

const msPerHour = 60 * msPerMinute;
/** An hour of which less is working time takes no appointment. */
const shortestMs = 30 * msPerMinute;

/** An hour for which places may be taken. Instants are epoch milliseconds. */
export interface BookableHour {
  /** When the office opens within the hour: 13:30 of the hour from 13:00 on, where it opens then. */
  startsAt: number;
  /** Hour of the day, 0–23. */
  hour: number;
  /** How many the office takes. */
  seats: number;
}

/**
 * The hours of a day for which an office takes appointments: those it publishes, as far as it is open by its calendar.
 * No holiday has any, whatever was published; a swapped working day has those of the day it stands in for.
 */
export function bookableHours(
  calendar: Calendar,
  { week, exceptions }: PublishedSeats,
  day: Day,
): BookableHour[] {
  if (day < calendar.firstDay || day >= calendar.lastDay) return [];
  const date = formatDate(day);
  const swapped = calendar.swappedWorkdays.find((one) => one.day === day);
  const weekday = weekdayOf(swapped ? parseDate(swapped.entry.insteadOf) : day);
  return Array.from({ length: 24 }, (_, hour) => {
    const own = exceptions.find((one) => one.date === date && one.hour === hour);
    const startsAt = openingWithin(calendar, startOfDay(day) + hour * msPerHour);
    return { startsAt, hour, seats: own?.seats ?? week[weekday]?.[hour] ?? 0 };
  }).filter((one): one is BookableHour => one.startsAt !== null && one.seats > 0);
}

/** The hour that begins at an instant, if places may be taken for it. */
export function findBookableHour(
  calendar: Calendar,
  published: PublishedSeats,
  startsAt: number,
): BookableHour | undefined {
  return bookableHours(calendar, published, dayOf(startsAt)).find(
    (hour) => hour.startsAt === startsAt,
  );
}

/** When the office opens within the hour that begins at an instant; null where it hardly does. */
function openingWithin(calendar: Calendar, from: number): number | null {
  const until = from + msPerHour;
  // The closing instant still counts as working time; nobody comes then.
  const next = nextWorkingInstant(calendar, from + 1);
  const startsAt = next === from + 1 ? from : next;
  if (startsAt < until && workingMsBetween(calendar, startsAt, until) >= shortestMs)
    return startsAt;
  const serves = [from + 1, from + shortestMs].every((at) => findService(calendar, at));
  return serves ? from : null;
}
