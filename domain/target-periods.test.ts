import { expect, test } from '@jest/globals';
import { formatDate } from '../time/time';
import { daysOfPeriod, periodName } from './target-periods';

test.each([
  ['2026', '2026-01-01', '2026-12-31', 'Năm 2026'],
  ['2026-Q1', '2026-01-01', '2026-03-31', 'Quý 1/2026'],
  ['2026-Q4', '2026-10-01', '2026-12-31', 'Quý 4/2026'],
  ['2026-12', '2026-12-01', '2026-12-31', 'Tháng 12/2026'],
  ['2028-02', '2028-02-01', '2028-02-29', 'Tháng 02/2028'],
])('%s is from %s to %s', (period, from, to, name) => {
  const days = daysOfPeriod(period);
  expect([days && formatDate(days.from), days && formatDate(days.to)]).toEqual([from, to]);
  expect(periodName(period)).toBe(name);
});

test.each(['', '26', '2026-Q5', '2026-13', '2026-1', '2026-Q1x'])('%p is no period', (period) => {
  expect(daysOfPeriod(period)).toBeUndefined();
});
