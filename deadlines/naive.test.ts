import { expect, test } from '@jest/globals';
import { loadRules } from '../policies/load-rules';
import { deriveDeadlines } from './due';
import { parseDate } from './parse-time';
import { dayOf, msPerMinute, startOfDay, timeOfDay, weekdayOf } from '../time/time';

/*
 * The same rules a second time, as slowly and plainly as they can be written: walking minute by
 * minute, with the days off as a list. It shares with the real code only the conversion of a date.
 */
const rules = loadRules();
const { data } = rules.calendarOf('vn');
const off = new Set(data.daysOff.map(({ date }) => parseDate(date)));
const swapped = new Set(data.swappedWorkdays.map(({ date }) => parseDate(date)));
const minute = (hour: number, past = 0) => (hour * 60 + past) * msPerMinute;

function isWorkday(day: number): boolean {
  const weekday = weekdayOf(day);
  return swapped.has(day) || (weekday > 0 && weekday < 6 && !off.has(day));
}

/** Whether the minute that ends at `at` is worked. */
function isWorked(at: number): boolean {
  const time = timeOfDay(at);
  const inSession =
    (time > minute(8) && time <= minute(12)) || (time > minute(13, 30) && time <= minute(17, 30));
  return isWorkday(dayOf(at)) && inSession;
}

/** Whether the office is open at the very instant, its closing instants too. */
function isOpen(at: number): boolean {
  return (
    isWorked(at) || (isWorkday(dayOf(at)) && [minute(8), minute(13, 30)].includes(timeOfDay(at)))
  );
}

function walk(from: number, minutes: number): number {
  let [at, left] = [from, minutes];
  while (left > 0) {
    at += msPerMinute;
    if (isWorked(at)) left--;
  }
  return at;
}

function nextWorkday(day: number): number {
  let next = day + 1;
  while (!isWorkday(next)) next++;
  return next;
}

function naive(acceptedAt: number, complex: boolean, extendDays: number) {
  let receivedAt = acceptedAt;
  while (!isOpen(receivedAt)) receivedAt += msPerMinute;
  let day = dayOf(receivedAt);
  if (timeOfDay(receivedAt) > minute(15)) day = nextWorkday(day);
  for (let i = 0; i < (extendDays || (complex ? 2 : 0)); i++) day = nextWorkday(day);
  const create = walk(receivedAt, complex ? 960 : 240);
  const sign = walk(create, 120);
  const legalDue = startOfDay(day) + minute(17, 30);
  return { receivedAt, legalDue, byHours: [create, sign, walk(sign, 120)] };
}

test('the plainest way to compute gives the same', () => {
  const first = startOfDay(parseDate('2024-01-02'));
  let state = 23;
  for (let i = 0; i < 600; i++) {
    state = (state * 48_271) % 2_147_483_647;
    const acceptedAt = first + (state % (1075 * 24 * 60)) * msPerMinute;
    const [complex, extendDays] = [i % 3 === 0, i % 5 < 3 ? i % 5 : 0];
    const { receivedAt, legalDue, steps } = deriveDeadlines({
      acceptedAt,
      policy: rules.defaultPolicy,
      calendar: rules.calendarOf('vn'),
      complex,
      extendDays,
    });
    const byHours = steps.map(({ dueByHours }) => dueByHours);
    expect({ receivedAt, legalDue, byHours }).toEqual(naive(acceptedAt, complex, extendDays));
  }
});
