import { SaoyError } from '../domain/problem';
import type { Calendar } from './calendar';
import { type Day, dayOf, formatDate } from '../time/time';

/**
 * The instant itself in working time, else the next opening. A closing instant is still working
 * time (12:00:00.000 stays, 12:00:00.001 becomes the afternoon's opening).
 * @param at epoch milliseconds; so is the result.
 * @throws SaoyError `calendar-out-of-range`, as every function here.
 */
export function nextWorkingInstant(calendar: Calendar, at: number): number {
  return Math.max(at, calendar.sessionStart[sessionAt(calendar, at)]!);
}

/**
 * Adds working milliseconds. Time that runs out at the end of a session is over then (12:00, not
 * 13:30); nothing added to an instant outside working time gives the next opening.
 */
export function addWorkingMs(calendar: Calendar, from: number, workingMs: number): number {
  const session = sessionAt(calendar, from);
  const { sessionStart, workedBefore } = calendar;
  const target = workedBefore[session]! + Math.max(0, from - sessionStart[session]!) + workingMs;
  const last = findSession(workedBefore, session, target);
  if (last >= sessionStart.length) throw outOfRange(calendar, calendar.lastDay + 1);
  return sessionStart[last]! + (target - workedBefore[last]!);
}

/** Working milliseconds from one instant to a later one; 0 if it is not later. */
export function workingMsBetween(calendar: Calendar, from: number, to: number): number {
  if (to <= from) return 0;
  return workedUntil(calendar, to) - workedUntil(calendar, from);
}

/** The day itself if the office works then, else the next working day. */
export function workingDayFrom(calendar: Calendar, day: Day): Day {
  return addWorkingDays(calendar, day - 1, 1);
}

/** The `count`-th working day after `day` (count ≥ 1). */
export function addWorkingDays(calendar: Calendar, day: Day, count: number): Day {
  const index = day + 1 - calendar.firstDay;
  const before = calendar.workingDaysBefore[index];
  const found = before === undefined ? undefined : calendar.workingDays[before + count - 1];
  if (found === undefined) throw outOfRange(calendar, day);
  return found;
}

/** End of the last session of a working day, epoch milliseconds. */
export function closeOfDay(calendar: Calendar, day: Day): number {
  const index = day - calendar.firstDay;
  const end = calendar.sessionEnd[(calendar.firstSession[index + 1] ?? 0) - 1];
  if (end === undefined || dayOf(end) !== day) throw outOfRange(calendar, day);
  return end;
}

/** Whether the office has working hours on this day. */
export function isWorkingDay(calendar: Calendar, day: Day): boolean {
  const index = day - calendar.firstDay;
  const next = calendar.firstSession[index + 1];
  return next !== undefined && next > calendar.firstSession[index]!;
}

/** The session that holds `at` (its closing instant too), else the next one. */
function sessionAt(calendar: Calendar, at: number): number {
  const { firstSession, sessionEnd } = calendar;
  const day = dayOf(at) - calendar.firstDay;
  const next = firstSession[day + 1];
  if (next === undefined || day < 0) throw outOfRange(calendar, dayOf(at));
  let session = firstSession[day]!;
  while (sessionEnd[session]! < at) session++;
  if (session >= sessionEnd.length) throw outOfRange(calendar, calendar.lastDay + 1);
  return session;
}

/** First session from `start` on by whose end `target` is reached: a few steps, then halving. */
function findSession(workedBefore: Float64Array, start: number, target: number): number {
  let low = start;
  for (const near = Math.min(start + 8, workedBefore.length - 1); low < near; low++) {
    if (workedBefore[low + 1]! >= target) return low;
  }
  let high = workedBefore.length - 1;
  while (low < high) {
    const middle = (low + high) >>> 1;
    if (workedBefore[middle + 1]! >= target) high = middle;
    else low = middle + 1;
  }
  return low;
}

function workedUntil(calendar: Calendar, at: number): number {
  const session = sessionAt(calendar, at);
  return calendar.workedBefore[session]! + Math.max(0, at - calendar.sessionStart[session]!);
}

function outOfRange(calendar: Calendar, day: Day): SaoyError {
  return new SaoyError('calendar-out-of-range', {
    calendar: calendar.data.id,
    date: formatDate(day),
    from: calendar.data.from,
    to: calendar.data.to,
  });
}
