import type { Calendar, ServiceHours } from './calendar';
import { dayOf, findTime, formatDate, timeOfDay, weekdayOf } from '../time/time';
import { nextWorkingInstant } from './working-time';

/**
 * Whether papers are received at an instant: in working time, or in the service hours of a rest day
 * (which receive but are no working time). For booking slots and the counter's opening.
 */
export function receives(calendar: Calendar, at: number): boolean {
  return nextWorkingInstant(calendar, at) === at || findService(calendar, at) !== undefined;
}

/** The service hours that hold at an instant. Nobody serves on a day off. */
export function findService(calendar: Calendar, at: number): ServiceHours | undefined {
  if (calendar.data.service.length === 0) return undefined;
  const day = dayOf(at);
  const date = formatDate(day);
  const time = timeOfDay(at);
  if (calendar.daysOff.some((off) => off.day === day)) return undefined;
  return calendar.data.service.find(
    ({ from, to = date, weekday, sessions }) =>
      from <= date &&
      date <= to &&
      weekday === weekdayOf(day) &&
      sessions.some(
        ([start, end]) => (findTime(start) ?? 0) <= time && time <= (findTime(end) ?? 0),
      ),
  );
}
