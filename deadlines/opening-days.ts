import { type Day, dayOf, findTime, formatDate, startOfDay, weekdayOf } from '../time/time';
import type { Calendar, DayOff } from './calendar';

/** When an office receives on a day. Instants are epoch milliseconds. */
export interface OpeningDay {
  day: Day;
  sessions: { from: number; to: number }[];
  /** Why it is closed, where a holiday is. */
  off: DayOff | null;
}

/** Closed days are told so far ahead. */
const aheadDays = 120;

/** The hours in which papers are received on a day: working sessions, and service hours of a rest day. */
export function openingOn(calendar: Calendar, day: Day): OpeningDay {
  const index = day - calendar.firstDay;
  const [first = 0, next = 0] = [calendar.firstSession[index], calendar.firstSession[index + 1]];
  const sessions = Array.from({ length: next - first }, (_, at) => ({
    from: calendar.sessionStart[first + at]!,
    to: calendar.sessionEnd[first + at]!,
  }));
  const off = calendar.daysOff.find((one) => one.day === day)?.entry ?? null;
  if (sessions.length > 0 || off) return { day, sessions, off };
  return { day, sessions: serviceOn(calendar, day), off };
}

/** The seven days from one on. */
export function openingWeek(calendar: Calendar, from: Day): OpeningDay[] {
  return Array.from({ length: 7 }, (_, at) => openingOn(calendar, from + at));
}

/** Whether the office receives now, and if not when it does next; null: not within its calendar. */
export function openingNow(
  calendar: Calendar,
  at: number,
): { isOpen: true; until: number } | { isOpen: false; opensAt: number | null } {
  for (let day = dayOf(at); day < Math.min(dayOf(at) + aheadDays, calendar.lastDay); day += 1) {
    for (const { from, to } of openingOn(calendar, day).sessions) {
      if (from <= at && at < to) return { isOpen: true, until: to };
      if (at < from) return { isOpen: false, opensAt: from };
    }
  }
  return { isOpen: false, opensAt: null };
}

/** Holidays of the next months, in order. */
export function daysOffFrom(calendar: Calendar, from: Day): { day: Day; entry: DayOff }[] {
  return calendar.daysOff.filter(({ day }) => from <= day && day < from + aheadDays);
}

function serviceOn({ data }: Calendar, day: Day): OpeningDay['sessions'] {
  const date = formatDate(day);
  const midnight = startOfDay(day);
  return data.service
    .filter(({ from, to = date, weekday }) => {
      return from <= date && date <= to && weekday === weekdayOf(day);
    })
    .flatMap(({ sessions }) => sessions)
    .map(([from, to]) => ({
      from: midnight + (findTime(from) ?? 0),
      to: midnight + (findTime(to) ?? 0),
    }));
}
