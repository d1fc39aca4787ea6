import { expect, test } from '@jest/globals';
import { parseDate } from '../deadlines/parse-time';
import { formatDate } from '../time/time';
import { periodsEnded } from './report-periods';
import type { Rhythm } from './report-kinds';

test.each<[Rhythm, since: string, today: string, periods: string[]]>([
  ['day', '2026-12-31', '2027-01-02', ['2026-12-31 2026-12-31', '2027-01-01 2027-01-01']],
  // Friday 01/01/2027: the week is not over.
  ['week', '2026-12-23', '2027-01-01', ['2026-12-21 2026-12-27']],
  ['week', '2026-12-23', '2027-01-04', ['2026-12-21 2026-12-27', '2026-12-28 2027-01-03']],
  ['month', '2028-02-10', '2028-03-01', ['2028-02-01 2028-02-29']],
  ['month', '2028-02-10', '2028-02-29', []],
  ['quarter', '2026-11-01', '2027-01-01', ['2026-10-01 2026-12-31']],
])('of each %s since %s there are on %s', (rhythm, since, today, periods) => {
  const days = { since: parseDate(since), today: parseDate(today) };
  const told = periodsEnded(rhythm, days, 31).map(
    ({ from, to }) => `${formatDate(from)} ${formatDate(to)}`,
  );
  expect(told).toEqual(periods);
});

test('of many missed days the newest are made', () => {
  const days = { since: parseDate('2026-01-01'), today: parseDate('2026-11-28') };
  const [first, ...others] = periodsEnded('day', days, 7);
  expect([first && formatDate(first.from), others.length]).toEqual(['2026-11-21', 6]);
});
