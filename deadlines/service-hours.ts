import type { Calendar } from './calendar';
import { dayOf, findTime, formatDate, timeOfDay, weekdayOf } from './time';
import { nextWorkingInstant } from './working-time';

/**
 * Whether papers are received at an instant: in working time, or in the service hours of a rest day
 * (which receive but are no working time). For booking slots and the counter's opening.
 */
export function receives(calendar: Calendar, at: number): boolean {
  if (nextWorkingInstant(calendar, at) === at) return true;
  const day = dayOf(at);
  const date = formatDate(day);
  const time = timeOfDay(at);
  // Nobody serves on a day off; service hours lie on days without hours of their own.
  if (calendar.daysOff.some((off) => off.day === day)) return false;
  return calendar.data.service.some(
    ({ from, to = date, weekday, sessions }) =>
      from <= date &&
      date <= to &&
      weekday === weekdayOf(day) &&
      sessions.some(
        ([start, end]) => (findTime(start) ?? 0) <= time && time <= (findTime(end) ?? 0),
      ),
  );
}
