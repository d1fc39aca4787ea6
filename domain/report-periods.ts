import { type Day, toCivil, toDay, weekdayOf } from '../time/time';
import type { Rhythm } from './report-kinds';

export interface ReportPeriod {
  from: Day;
  to: Day;
}

/**
 * The whole days, weeks (from Monday), months or quarters that ended before a day and not before another, the oldest
 * first; of many the newest.
 */
export function periodsEnded(
  rhythm: Rhythm,
  { since, today }: { since: Day; today: Day },
  most: number,
): ReportPeriod[] {
  const periods: ReportPeriod[] = [];
  let next = beginOf(rhythm, today);
  while (periods.length < most) {
    const period = { from: beginOf(rhythm, next - 1), to: next - 1 };
    if (period.to < since) break;
    periods.unshift(period);
    next = period.from;
  }
  return periods;
}

/** First day of the period that a day lies in. */
function beginOf(rhythm: Rhythm, day: Day): Day {
  if (rhythm === 'day') return day;
  // Sunday is 0.
  if (rhythm === 'week') return day - ((weekdayOf(day) + 6) % 7);
  const { year, month } = toCivil(day);
  const first = rhythm === 'month' ? month : Math.floor((month - 1) / 3) * 3 + 1;
  return toDay({ year, month: first, day: 1 });
}
