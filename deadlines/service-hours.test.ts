import { describe, expect, test } from '@jest/globals';
import { loadRules } from '../policies/load-rules';
import { compileCalendar } from './calendar';
import { parseInstant } from './parse-time';
import { findService, receives } from './service-hours';

const { data } = loadRules().calendarOf('vn');
const hours = (
  from: string,
  to: string | undefined,
  weekday: number,
  ...sessions: [string, string][]
) => ({
  ...{ from, weekday, sessions, citation: `từ ${from}` },
  ...(to === undefined ? {} : { to }),
});
const calendar = compileCalendar({
  ...data,
  daysOff: [...data.daysOff, { date: '2026-11-28', kind: 'holiday', name: 'nghỉ', citation: 'QĐ' }],
  service: [
    hours('2026-11-07', '2026-11-14', 6, ['08:00', '10:00'], ['13:00', '15:00']),
    hours('2026-11-15', undefined, 6, ['09:00', '11:00']),
  ],
});
const at = (text: string) => parseInstant(`2026-11-${text.replace(' ', 'T')}+07:00`);

describe('the hours of service on a rest day', () => {
  test.each([
    ['06 23:59', undefined],
    ['07 07:59', undefined],
    ['07 08:00', 'từ 2026-11-07'],
    ['07 10:00', 'từ 2026-11-07'],
    ['07 10:01', undefined],
    ['07 13:30', 'từ 2026-11-07'],
    ['14 15:00', 'từ 2026-11-07'],
    ['14 15:01', undefined],
    ['15 09:30', undefined],
    ['21 08:30', undefined],
    ['21 09:30', 'từ 2026-11-15'],
    ['22 09:30', undefined],
    // A day off, be it announced after the hours: nobody serves.
    ['28 09:30', undefined],
  ])('on %s: %s', (time, citation) => {
    expect(findService(calendar, at(time))?.citation).toBe(citation);
  });

  test('receive as working time does, to the closing instant', () => {
    expect(receives(calendar, at('21 11:00'))).toBe(true);
    expect(receives(calendar, at('21 12:00'))).toBe(false);
    expect(receives(calendar, at('20 12:00'))).toBe(true);
    expect(receives(calendar, at('20 12:30'))).toBe(false);
    expect(findService(compileCalendar(data), at('21 09:30'))).toBeUndefined();
  });
});
