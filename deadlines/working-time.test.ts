import { describe, expect, test } from '@jest/globals';
import { loadRules } from '../policies/load-rules';
import { formatInstant } from '../time/time';
import { compileCalendar } from './calendar';
import { parseDate, parseInstant } from './parse-time';
import {
  addWorkingDays,
  addWorkingMs,
  closeOfDay,
  isWorkingDay,
  nextWorkingInstant,
  workingDayFrom,
  workingMsBetween,
} from './working-time';

const { data } = loadRules().calendarOf('vn');
/** The week from 16/11/2026 alone. */
const calendar = compileCalendar({ ...data, from: '2026-11-16', to: '2026-11-22' });
const at = (text: string) => parseInstant(`2026-11-${text.replace(' ', 'T')}+07:00`);
const written = (instant: number) => formatInstant(instant).slice(8, 19).replace('T', ' ');
const hour = 3_600_000;
const outside = (date: string) =>
  expect.objectContaining({
    code: 'calendar-out-of-range',
    params: { calendar: 'vn', date, from: '2026-11-16', to: '2026-11-22' },
  });

describe('at the edges of a calendar', () => {
  test('its first and last day are answered for, those beside them are not', () => {
    expect(written(nextWorkingInstant(calendar, at('16 00:00')))).toBe('16 08:00:00');
    expect(written(nextWorkingInstant(calendar, at('20 17:30')))).toBe('20 17:30:00');
    expect(() => nextWorkingInstant(calendar, at('15 23:59'))).toThrow(outside('2026-11-15'));
    expect(() => nextWorkingInstant(calendar, at('20 17:31'))).toThrow(outside('2026-11-23'));
    expect(() => nextWorkingInstant(calendar, at('22 12:00'))).toThrow(outside('2026-11-23'));
    expect(() => nextWorkingInstant(calendar, at('23 00:00'))).toThrow(outside('2026-11-23'));
    expect(() => nextWorkingInstant(calendar, at('30 10:00'))).toThrow(outside('2026-11-30'));
    expect(() => addWorkingMs(calendar, at('30 10:00'), 0)).toThrow(outside('2026-11-30'));
    expect(() => addWorkingMs(calendar, at('01 10:00'), 0)).toThrow(outside('2026-11-01'));
  });

  test('time is added to its very last instant, and not beyond', () => {
    expect(written(addWorkingMs(calendar, at('16 08:00'), 40 * hour))).toBe('20 17:30:00');
    expect(() => addWorkingMs(calendar, at('16 08:00'), 40 * hour + 1)).toThrow(
      outside('2026-11-23'),
    );
    expect(written(addWorkingMs(calendar, at('20 17:30'), 0))).toBe('20 17:30:00');
  });

  test('days are counted to its last working day', () => {
    const day = (date: string) => parseDate(`2026-11-${date}`);
    expect(addWorkingDays(calendar, day('15'), 1)).toBe(day('16'));
    expect(addWorkingDays(calendar, day('16'), 4)).toBe(day('20'));
    expect(workingDayFrom(calendar, day('16'))).toBe(day('16'));
    expect(() => workingDayFrom(calendar, day('21'))).toThrow(outside('2026-11-20'));
    expect(() => addWorkingDays(calendar, day('16'), 5)).toThrow(outside('2026-11-16'));
    expect(() => addWorkingDays(calendar, day('14'), 1)).toThrow(outside('2026-11-14'));
    expect(() => addWorkingDays(calendar, day('23'), 1)).toThrow(outside('2026-11-23'));
  });

  test('a day that is not worked has no close', () => {
    const day = (date: string) => parseDate(`2026-11-${date}`);
    expect(written(closeOfDay(calendar, day('16')))).toBe('16 17:30:00');
    expect(written(closeOfDay(calendar, day('20')))).toBe('20 17:30:00');
    expect(() => closeOfDay(calendar, day('21'))).toThrow(outside('2026-11-21'));
    expect(() => closeOfDay(calendar, day('15'))).toThrow(outside('2026-11-15'));
    expect(() => closeOfDay(calendar, day('23'))).toThrow(outside('2026-11-23'));
    expect(
      [15, 16, 20, 21, 22, 23].map((each) => isWorkingDay(calendar, day(String(each)))),
    ).toEqual([false, true, true, false, false, false]);
  });
});

describe('working time', () => {
  const plain = compileCalendar(data);

  test('a session’s end is an end: nothing goes over to the next before it must', () => {
    expect(written(addWorkingMs(plain, at('16 08:00'), 4 * hour))).toBe('16 12:00:00');
    expect(written(addWorkingMs(plain, at('16 08:00'), 4 * hour + 1))).toBe('16 13:30:00');
    expect(written(addWorkingMs(plain, at('16 12:30'), 0))).toBe('16 13:30:00');
    expect(written(addWorkingMs(plain, at('16 12:00'), 0))).toBe('16 12:00:00');
  });

  test('however far, it adds up as walking session by session does', () => {
    for (let sessions = 1; sessions <= 60; sessions++) {
      const end = addWorkingMs(plain, at('16 08:00'), sessions * 4 * hour);
      const day = addWorkingDays(plain, parseDate('2026-11-15'), Math.ceil(sessions / 2));
      const close = closeOfDay(plain, day);
      expect(end).toBe(sessions % 2 === 0 ? close : close - 5.5 * hour);
      expect(workingMsBetween(plain, at('16 08:00'), end)).toBe(sessions * 4 * hour);
    }
  });

  test('between two instants is none backwards, and none where nobody works', () => {
    expect(workingMsBetween(plain, at('16 10:00'), at('16 10:00'))).toBe(0);
    expect(workingMsBetween(plain, at('16 10:00'), at('16 09:00'))).toBe(0);
    expect(workingMsBetween(plain, at('16 11:30'), at('16 13:45'))).toBe(0.75 * hour);
    expect(workingMsBetween(plain, at('20 18:00'), at('23 07:00'))).toBe(0);
    expect(workingMsBetween(plain, at('13 17:00'), at('16 08:30'))).toBe(hour);
    // Nothing is looked up where nothing can have passed.
    expect(workingMsBetween(calendar, at('26 10:00'), at('25 10:00'))).toBe(0);
  });
});
