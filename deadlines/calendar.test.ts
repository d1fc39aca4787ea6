import { describe, expect, test } from '@jest/globals';
import { formatDate, startOfDay } from '../time/time';
import { type CalendarData, compileCalendar } from './calendar';
import { parseDate } from './parse-time';
import { sessionsText } from './reasons-of-days';

const workdays = (from: string, to: string) =>
  [0, 1, 2, 3, 4, 5, 6].map((day) => (day === 0 || day === 6 ? [] : [[from, to] as const]));
const data: CalendarData = {
  ...{ id: 'mau', version: '1', name: 'mẫu', from: '2026-01-01', to: '2026-12-31' },
  decidedThrough: '2026-06-30',
  hours: [{ from: '2026-01-01', week: workdays('08:00', '17:00'), citation: 'cả năm' }],
  ...{ daysOff: [], swappedWorkdays: [], service: [] },
};
const hoursOn = (calendar: ReturnType<typeof compileCalendar>, date: string) =>
  sessionsText(calendar, parseDate(date));

describe('the hours of a day', () => {
  const seasonal = compileCalendar({
    ...data,
    hours: [
      ...data.hours,
      {
        ...{ from: '2026-01-01', to: '2026-12-15', season: { from: '04-01', to: '09-30' } },
        ...{ week: workdays('07:00', '16:00'), citation: 'hè' },
      },
      {
        ...{ from: '2026-02-01', season: { from: '11-16', to: '02-15' } },
        ...{ week: workdays('08:30', '16:30'), citation: 'đông' },
      },
      {
        ...{ from: '2026-07-01', to: '2026-07-01' },
        week: workdays('09:00', '10:00'),
        citation: 'một ngày',
      },
    ],
  });

  test.each([
    ['2026-01-30', '08:00–17:00'],
    ['2026-02-02', '08:30–16:30'],
    ['2026-02-13', '08:30–16:30'],
    ['2026-02-16', '08:00–17:00'],
    ['2026-03-31', '08:00–17:00'],
    ['2026-04-01', '07:00–16:00'],
    ['2026-06-30', '07:00–16:00'],
    ['2026-07-01', '09:00–10:00'],
    ['2026-07-02', '07:00–16:00'],
    ['2026-09-30', '07:00–16:00'],
    ['2026-10-01', '08:00–17:00'],
    ['2026-11-13', '08:00–17:00'],
    ['2026-11-16', '08:30–16:30'],
    ['2026-12-31', '08:30–16:30'],
    ['2026-07-04', ''],
  ])('%s: %s', (date, text) => {
    expect(hoursOn(seasonal, date)).toBe(text);
  });

  test('are those of the rule that was written last of those in force', () => {
    expect(seasonal.findHours(parseDate('2026-07-01'))?.citation).toBe('một ngày');
    expect(seasonal.findHours(parseDate('2025-12-31'))).toBeUndefined();
    expect(hoursOn(compileCalendar({ ...data, hours: [] }), '2026-07-01')).toBe('');
  });

  test('on a day off are none, on a day worked for it those of the day that it stands for', () => {
    const friday = data.hours[0]!.week.map((day, index) =>
      index === 5 ? [['08:00', '11:00'] as const] : day,
    );
    const swapped = compileCalendar({
      ...data,
      hours: [{ ...data.hours[0]!, week: friday }],
      daysOff: [
        { date: '2026-11-27', kind: 'swapped', name: 'nghỉ', citation: 'QĐ' },
        { date: '2026-01-02', kind: 'holiday', name: 'nghỉ', citation: 'QĐ' },
      ],
      swappedWorkdays: [
        { date: '2026-12-05', insteadOf: '2026-11-27', citation: 'QĐ' },
        { date: '2026-10-03', insteadOf: '2026-10-05', citation: 'QĐ' },
      ],
    });
    expect(hoursOn(swapped, '2026-11-27')).toBe('');
    expect(hoursOn(swapped, '2026-12-05')).toBe('08:00–11:00');
    expect(hoursOn(swapped, '2026-10-03')).toBe('08:00–17:00');
    const dates = (entries: readonly { day: number }[]) =>
      entries.map(({ day }) => formatDate(day));
    expect(dates(swapped.daysOff)).toEqual(['2026-01-02', '2026-11-27']);
    expect(dates(swapped.swappedWorkdays)).toEqual(['2026-10-03', '2026-12-05']);
  });
});

test('a calendar is laid out in sessions and days, from its first to its last', () => {
  const week = compileCalendar({ ...data, from: '2026-11-20', to: '2026-11-23' });
  const [friday, monday] = [parseDate('2026-11-20'), parseDate('2026-11-23')];
  const hour = 3_600_000;
  expect(week).toMatchObject({ firstDay: friday, lastDay: monday });
  expect(week.lastDecidedDay).toBe(parseDate('2026-06-30'));
  expect([...week.firstSession]).toEqual([0, 1, 1, 1, 2]);
  expect([...week.workingDaysBefore]).toEqual([0, 1, 1, 1, 2]);
  expect([...week.workingDays]).toEqual([friday, monday]);
  expect([...week.sessionStart]).toEqual([friday, monday].map((day) => startOfDay(day) + 8 * hour));
  expect([...week.sessionEnd]).toEqual([friday, monday].map((day) => startOfDay(day) + 17 * hour));
  expect([...week.workedBefore]).toEqual([0, 9 * hour, 18 * hour]);
});

test.each([
  ['17:00', '08:00'],
  ['08:00', '08:00'],
  ['8:00', '17:00'],
  ['08:00', '25:00'],
])('hours from %s to %s are refused', (from, to) => {
  const hours = [{ ...data.hours[0]!, week: workdays(from, to) }];
  expect(() => compileCalendar({ ...data, hours })).toThrow(
    expect.objectContaining({ code: 'date-invalid', params: { date: `${from}–${to}` } }),
  );
});
