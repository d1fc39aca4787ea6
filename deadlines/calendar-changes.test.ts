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
});

test('of many changes the first are named and the rest counted', () => {
  const days = ['23', '25', '26', '27', '30'].map((day) => ({ ...dayOff, date: `2026-11-${day}` }));
  const many = change({ daysOff: [...now.data.daysOff, ...days] });
  expect(describeCalendarChange(now, many, from, to)).toMatch(/; và 2 thay đổi khác$/);
});
