import { expect, test } from '@jest/globals';
import type { WeekOfSeats } from '../domain/bookings';
import { loadRules } from '../policies/load-rules';
import { clockOf, findDate } from '../time/time';
import { bookableHours, findBookableHour } from './bookable-hours';

const calendar = loadRules().calendarOf('vn');
/** Two seats in every hour of every day: what is left of it is the calendar's doing. */
const always: WeekOfSeats = Array.from({ length: 7 }, () => Array.from({ length: 24 }, () => 2));
const dayOf = (date: string) => Number(findDate(date));
const hoursOf = (date: string, week = always, exceptions: Parameters<typeof list>[1] = []) =>
  list(date, exceptions, week);

function list(
  date: string,
  exceptions: { date: string; hour: number; seats: number }[],
  week: WeekOfSeats,
): string {
  const hours = bookableHours(calendar, { week, exceptions }, dayOf(date));
  return hours.map(({ startsAt, seats }) => `${clockOf(startsAt)}×${seats}`).join(' ');
}

test('the hours of a working day: from opening to closing, none over lunch', () => {
  expect(hoursOf('2026-11-25')).toBe(
    '08:00×2 09:00×2 10:00×2 11:00×2 13:30×2 14:00×2 15:00×2 16:00×2 17:00×2',
  );
});

test.each([
  ['a Sunday', '2026-11-29'],
  ['24/11, a holiday since 2026', '2026-11-24'],
  ['Tết', '2026-02-17'],
  ['a day swapped for a working Saturday', '2026-08-31'],
  ['a day beyond the calendar', '2099-01-05'],
])('none on %s, whatever was published', (_what, date) => {
  expect(hoursOf(date)).toBe('');
});

test('a working Saturday has the hours of the day it stands in for', () => {
  const mondays = always.map((hours, weekday) => (weekday === 1 ? hours : hours.map(() => 0)));
  expect(hoursOf('2026-08-22', mondays)).toMatch(/^08:00×2 .* 17:00×2$/);
  expect(hoursOf('2026-08-29', mondays)).toBe('');
});

test('a closed hour is gone, and one may have other seats than its week', () => {
  const exceptions = [
    { date: '2026-11-25', hour: 13, seats: 0 },
    { date: '2026-11-25', hour: 8, seats: 5 },
    { date: '2026-11-26', hour: 9, seats: 0 },
  ];
  expect(hoursOf('2026-11-25', always, exceptions)).toBe(
    '08:00×5 09:00×2 10:00×2 11:00×2 14:00×2 15:00×2 16:00×2 17:00×2',
  );
});

test('only the beginning of an hour can be booked', () => {
  const published = { week: always, exceptions: [] };
  const at = (clock: string) => Date.parse(`2026-11-25T${clock}:00+07:00`);
  const isBookable = (clock: string) =>
    findBookableHour(calendar, published, at(clock)) !== undefined;
  expect(['08:00', '13:30'].map(isBookable)).toEqual([true, true]);
  expect(['08:30', '12:00', '13:00', '17:30', '18:00'].map(isBookable)).not.toContain(true);
});
