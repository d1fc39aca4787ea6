import { expect, test } from '@jest/globals';
import { periodsBefore } from './periods';

test.each([
  ['2026-01-05', '2025-12-01', '2025-12-31', '2026-01-01'],
  ['2024-03-31', '2024-02-01', '2024-02-29', '2024-01-01'],
  ['2026-11-27', '2026-10-01', '2026-10-31', '2026-10-01'],
])(
  'on %s the month before is from %s to %s, the quarter begins on %s',
  (today, from, to, quarter) => {
    const [thisMonth, lastMonth, thisQuarter, year] = periodsBefore(today);
    expect(thisMonth).toMatchObject({ from: `${today.slice(0, 8)}01`, to: today });
    expect(lastMonth).toMatchObject({ from, to });
    expect(thisQuarter).toMatchObject({ from: quarter, to: today });
    expect(year).toMatchObject({ from: `${today.slice(0, 4)}-01-01`, to: today });
  },
);
