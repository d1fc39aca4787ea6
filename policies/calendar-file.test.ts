import { expect, test } from '@jest/globals';
import { type CalendarFile, extendCalendar, readCalendar, recordedDays } from './calendar-file';

const cited = (recorded: string, more: object = {}) => ({ recorded, citation: 'QĐ', ...more });

/** A calendar of four years whose entries became known, and were taken back, on days of their own. */
const file = {
  ...{ id: 'mau', name: 'Lịch mẫu', from: '2025-01-01' },
  decided_years: [
    { year: 2025, ...cited('2024-12-01') },
    { year: 2026, ...cited('2025-12-01') },
  ],
  hours: [
    {
      from: '2025-01-01',
      week: { mon: [['08:00', '12:00']], sat: [['08:00', '11:00']] },
      ...cited('2024-11-01'),
    },
    {
      ...{ from: '2026-01-01', to: '2026-12-31', season: { from: '04-01', to: '09-30' } },
      ...{
        week: { mon: [['07:00', '11:00']] },
        ...cited('2025-11-01', { withdrawn: '2026-02-01' }),
      },
    },
  ],
  days_off: [
    { date: '2026-03-02', kind: 'swapped', name: 'nghỉ', ...cited('2025-12-05') },
    { date: '2027-04-30', kind: 'holiday', name: 'sớm', ...cited('2025-12-06') },
    {
      ...{ date: '2026-06-01', kind: 'holiday', name: 'thôi' },
      ...cited('2025-12-07', { withdrawn: '2026-01-10' }),
    },
  ],
  swapped_workdays: [{ date: '2026-03-07', instead_of: '2026-03-02', ...cited('2025-12-08') }],
  service: [
    { from: '2026-01-01', weekday: 'sat', sessions: [['08:00', '11:00']], ...cited('2025-12-09') },
    {
      ...{ from: '2026-01-01', to: '2026-06-30', weekday: 'sun', sessions: [['08:00', '09:00']] },
      ...cited('2025-12-10'),
    },
  ],
  predicted: {
    through: '2028-12-31',
    fixed: [
      { month: 4, day: 30, name: 'Chiến thắng', citation: 'luật' },
      { month: 11, day: 24, name: 'Văn hóa', ...cited('2026-04-24') },
    ],
    lunar: [{ month: 3, day: 10, name: 'Giỗ Tổ', ...cited('2025-01-01') }],
    national_day: {
      ...{ month: 9, day: 2, name: 'Quốc khánh', citation: 'luật' },
      splits: [{ before: 1, after: 0 }],
    },
    lunar_new_year: { name: 'Tết', splits: [{ before: 0, after: 0 }], citation: 'luật' },
    substitute_citation: 'nghỉ bù',
  },
} as unknown as CalendarFile;

test('a calendar is what its file says, as it is known now', () => {
  const data = readCalendar(file);
  expect(data).toMatchObject({
    ...{ id: 'mau', name: 'Lịch mẫu', from: '2025-01-01', to: '2028-12-31' },
    decidedThrough: '2026-12-31',
    hours: [
      {
        from: '2025-01-01',
        week: [[], [['08:00', '12:00']], [], [], [], [], [['08:00', '11:00']]],
        citation: 'QĐ',
      },
    ],
    swappedWorkdays: [{ date: '2026-03-07', insteadOf: '2026-03-02', citation: 'QĐ' }],
  });
  expect(data.hours).toHaveLength(1);
  expect(data.hours[0]).not.toHaveProperty('to');
  expect(data.hours[0]).not.toHaveProperty('season');
  expect(data.service).toEqual([
    { from: '2026-01-01', weekday: 6, sessions: [['08:00', '11:00']], citation: 'QĐ' },
    {
      ...{ from: '2026-01-01', to: '2026-06-30', weekday: 0 },
      ...{ sessions: [['08:00', '09:00']], citation: 'QĐ' },
    },
  ]);
  expect(data.daysOff.slice(0, 2)).toEqual([
    { date: '2026-03-02', kind: 'swapped', name: 'nghỉ', citation: 'QĐ' },
    { date: '2027-04-30', kind: 'holiday', name: 'sớm', citation: 'QĐ' },
  ]);
});

test('years that nobody has decided are computed to the last, but for days that were', () => {
  const predicted = readCalendar(file).daysOff.filter((day) => day.predicted);
  expect(predicted.map(({ date }) => date)).toEqual([
    // Mondays and Saturdays are worked here: what falls between gives the next of them. 30/4 was decided.
    ...[
      '2027-02-06',
      '2027-04-16',
      '2027-04-17',
      '2027-05-01',
      '2027-09-01',
      '2027-09-02',
      '2027-09-04',
      '2027-09-06',
    ],
    ...['2027-11-24', '2027-11-27'],
    ...['2028-01-26', '2028-01-29', '2028-04-04', '2028-04-08', '2028-04-30', '2028-05-01'],
    ...['2028-09-01', '2028-09-02', '2028-09-04', '2028-11-24', '2028-11-25'],
  ]);
});

test('a calendar is known as it was on a day: from the day an entry was recorded to that before it went', () => {
  const on = (day: string) => readCalendar(file, day);
  expect(on('2025-10-31').hours).toHaveLength(1);
  expect(on('2025-11-01').hours[1]).toMatchObject({
    ...{ from: '2026-01-01', to: '2026-12-31', season: { from: '04-01', to: '09-30' } },
  });
  expect(on('2026-01-31').hours).toHaveLength(2);
  expect(on('2026-02-01').hours).toHaveLength(1);
  const dates = (day: string) =>
    on(day)
      .daysOff.filter(({ predicted }) => !predicted)
      .map(({ date }) => date);
  expect(dates('2025-12-06')).toEqual(['2026-03-02', '2027-04-30']);
  expect(dates('2026-01-09')).toContain('2026-06-01');
  expect(dates('2026-01-10')).not.toContain('2026-06-01');
  expect(on('2025-12-07').swappedWorkdays).toEqual([]);
  expect(on('2025-12-08').swappedWorkdays).toHaveLength(1);
  expect(on('2025-12-09').service).toHaveLength(1);
  const feasts = (day: string) => on(day).daysOff.map(({ name }) => name);
  expect(feasts('2026-04-23')).not.toContain('Văn hóa (dự kiến)');
  expect(feasts('2026-04-24')).toContain('Văn hóa (dự kiến)');
  expect(feasts('2024-12-31')).not.toContain('Giỗ Tổ (dự kiến)');
  expect(feasts('2025-01-01')).toContain('Giỗ Tổ (dự kiến)');
});

test('it is decided to the last year whose decision was known, before the first to the year before it begins', () => {
  const through = (day: string) => readCalendar(file, day).decidedThrough;
  expect(through('2024-11-30')).toBe('2024-12-31');
  expect(through('2024-12-01')).toBe('2025-12-31');
  expect(through('2025-12-01')).toBe('2026-12-31');
  expect(readCalendar(file, '2024-11-30').daysOff[0]?.date.slice(0, 4)).toBe('2025');
});

test('without hours every day is one of rest, and each version has its own name', () => {
  const bare = readCalendar(file, '2024-01-01');
  expect(bare.hours).toEqual([]);
  expect(readCalendar(file).version).toMatch(/^[0-9a-f]{32}$/);
  expect(readCalendar(file).version).toBe(readCalendar(structuredClone(file)).version);
  expect(readCalendar({ ...file, name: 'khác' }).version).not.toBe(readCalendar(file).version);
});

test('each day on which something became known or went is a version, oldest first and once', () => {
  expect(recordedDays(file)).toEqual([
    ...['2024-11-01', '2024-12-01', '2025-11-01', '2025-12-01', '2025-12-05', '2025-12-06'],
    ...['2025-12-07', '2025-12-08', '2025-12-09', '2025-12-10', '2026-01-10', '2026-02-01'],
  ]);
});

test('a file that stands on another adds to it and has its own name and id', () => {
  const own = {
    ...{ id: 'rieng', name: 'Lịch riêng', extends: 'mau' },
    hours: [file.hours[0]!],
  };
  expect(extendCalendar(file, own)).toEqual({
    ...file,
    ...{ id: 'rieng', name: 'Lịch riêng', hours: [...file.hours, file.hours[0]] },
  });
  const more = {
    ...own,
    days_off: [file.days_off[0]!],
    swapped_workdays: file.swapped_workdays,
    service: [file.service[1]!],
  };
  expect(extendCalendar(file, more)).toMatchObject({
    days_off: [...file.days_off, file.days_off[0]],
    swapped_workdays: [...file.swapped_workdays, ...file.swapped_workdays],
    service: [...file.service, file.service[1]],
  });
});
