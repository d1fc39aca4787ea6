import { expect, test } from '@jest/globals';
import { houseRules, loadRules } from '../policies/load-rules';
import { clockOf, findDate } from '../time/time';
import { compileCalendar } from './calendar';
import { daysOffFrom, openingNow, openingOn, openingWeek } from './opening-days';

const calendar = loadRules(houseRules).calendarOf('vn');
const day = (text: string) => findDate(text)!;
const at = (text: string) => Date.parse(`${text}+07:00`);
const hours = (date: string, of = calendar) =>
  openingOn(of, day(date)).sessions.map(({ from, to }) => `${clockOf(from)}–${clockOf(to)}`);

test('a working day has its sessions, a Sunday none, a holiday its name', () => {
  expect(hours('2026-11-25')).toEqual(['08:00–12:00', '13:30–17:30']);
  expect(hours('2026-11-29')).toEqual([]);
  const holiday = openingOn(calendar, day('2026-09-02'));
  expect(holiday.sessions).toEqual([]);
  expect(holiday.off?.name).toContain('Quốc khánh');
});

test.each([
  ['2026-11-25T08:00:00', { isOpen: true, until: at('2026-11-25T12:00:00') }],
  ['2026-11-25T12:00:00', { isOpen: false, opensAt: at('2026-11-25T13:30:00') }],
  ['2026-11-27T17:30:00', { isOpen: false, opensAt: at('2026-11-30T08:00:00') }],
])('at %s', (text, answer) => {
  expect(openingNow(calendar, at(text))).toEqual(answer);
});

test('service hours of a Saturday receive, except on a holiday', () => {
  const service = [
    { from: '2026-01-01', weekday: 6, sessions: [['08:00', '11:30'] as const], citation: 'mẫu' },
  ];
  const saturdays = compileCalendar({ ...calendar.data, service });
  expect(hours('2026-11-28', saturdays)).toEqual(['08:00–11:30']);
  expect(hours('2026-11-28')).toEqual([]);
  const off = { date: '2026-11-28', kind: 'holiday', name: 'Ngày mẫu', citation: 'mẫu' } as const;
  const closed = compileCalendar({ ...calendar.data, service, daysOff: [off] });
  expect(hours('2026-11-28', closed)).toEqual([]);
});

test('a week has seven days from its first on, and the closed days to come are in order', () => {
  expect(openingWeek(calendar, day('2026-11-25')).map(({ sessions }) => sessions.length)).toEqual([
    2, 2, 2, 0, 0, 2, 2,
  ]);
  const next = daysOffFrom(calendar, day('2026-11-25'));
  expect(next[0]?.entry.date).toBe('2027-01-01');
  expect(next.map((one) => one.day)).toEqual(next.map((one) => one.day).sort((a, b) => a - b));
});
