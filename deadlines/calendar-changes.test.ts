import { expect, test } from '@jest/globals';
import { loadRules } from '../policies/load-rules';
import { type CalendarData, compileCalendar } from './calendar';
import { describeCalendarChange } from './calendar-changes';
import { parseDate } from './parse-time';

const now = loadRules().calendarOf('vn');
const [from, to] = [parseDate('2026-11-16'), parseDate('2026-11-30')];
const dayOff = {
  date: '2026-11-27',
  kind: 'holiday' as const,
  name: 'Ngày mẫu',
  citation: 'QĐ mẫu',
};
const change = (changes: Partial<CalendarData>) =>
  compileCalendar({ ...now.data, ...changes, version: 'x' });
const more = change({ daysOff: [...now.data.daysOff, dayOff] });

test('a day off announced and taken back is told with its decision', () => {
  expect(describeCalendarChange(now, more, from, to)).toBe('27/11/2026 nghỉ Ngày mẫu, theo QĐ mẫu');
  expect(describeCalendarChange(more, now, from, to)).toBe(
    '27/11/2026 không còn nghỉ Ngày mẫu, trước theo QĐ mẫu',
  );
});

test('what lies outside the time that was asked about is not told', () => {
  expect(describeCalendarChange(now, more, from, parseDate('2026-11-26'))).toBe('');
  expect(describeCalendarChange(now, now, from, to)).toBe('');
});

test('the first and the last day that are asked about belong to it, whatever changed on them', () => {
  const swap = { date: '2026-11-28', insteadOf: '2026-11-27', citation: 'QĐ mẫu' };
  const swapped = change({ swappedWorkdays: [...now.data.swappedWorkdays, swap] });
  const told = (first: string, last: string) =>
    [
      [now, more],
      [more, now],
      [now, swapped],
      [swapped, now],
    ].map(
      ([before, after]) =>
        describeCalendarChange(before!, after!, parseDate(first), parseDate(last)) !== '',
    );
  expect(told('2026-11-27', '2026-11-28')).toEqual([true, true, true, true]);
  expect(told('2026-11-27', '2026-11-27')).toEqual([true, true, false, false]);
  expect(told('2026-11-28', '2026-11-28')).toEqual([false, false, true, true]);
  expect(told('2026-11-29', '2026-11-30')).toEqual([false, false, false, false]);
});

test('a swap names both days, other hours the first day that has them', () => {
  const swap = { date: '2026-11-28', insteadOf: '2026-11-27', citation: 'QĐ mẫu' };
  const swapped = change({
    daysOff: [...now.data.daysOff, { ...dayOff, kind: 'swapped', name: 'nghỉ hoán đổi' }],
    swappedWorkdays: [...now.data.swappedWorkdays, swap],
  });
  expect(describeCalendarChange(now, swapped, from, to)).toBe(
    '27/11/2026 nghỉ hoán đổi, theo QĐ mẫu; 28/11/2026 làm bù cho 27/11/2026, theo QĐ mẫu',
  );
  expect(describeCalendarChange(swapped, now, from, to)).toContain(
    '28/11/2026 không còn làm bù cho 27/11/2026, trước theo QĐ mẫu',
  );
  const [hours] = now.data.hours;
  const week = hours!.week.map((sessions) => sessions.slice(0, 1));
  const mornings = change({
    hours: [...now.data.hours, { from: '2026-11-19', week, citation: 'QĐ mẫu' }],
  });
  expect(describeCalendarChange(now, mornings, from, to)).toBe(
    'giờ làm việc từ 19/11/2026 là 08:00–12:00, theo QĐ mẫu',
  );
  const first = parseDate('2026-11-19');
  expect(describeCalendarChange(now, mornings, from, first)).not.toBe('');
  expect(describeCalendarChange(now, mornings, from, first - 1)).toBe('');
});

test('of many changes the first are named and the rest counted', () => {
  const days = ['23', '25', '26', '27', '30'].map((day) => ({ ...dayOff, date: `2026-11-${day}` }));
  const many = change({ daysOff: [...now.data.daysOff, ...days] });
  expect(describeCalendarChange(now, many, from, to)).toBe(
    '23/11/2026 nghỉ Ngày mẫu, theo QĐ mẫu; 25/11/2026 nghỉ Ngày mẫu, theo QĐ mẫu; 26/11/2026 nghỉ Ngày mẫu, theo QĐ mẫu; và 2 thay đổi khác',
  );
  const three = describeCalendarChange(now, many, from, parseDate('2026-11-26'));
  expect(three.split('; ')).toHaveLength(3);
  expect(three).not.toContain('thay đổi khác');
});
