import { type Day, toDay } from '../time/time';

/** Periods that targets are set for: a year, a quarter or a month (`2026`, `2026-Q4`, `2026-11`). */
export const targetPeriodPattern = /^(20\d\d)(?:-(?:Q([1-4])|(0[1-9]|1[0-2])))?$/;

/** @returns first and last day; undefined where it is none */
export function daysOfPeriod(period: string): { from: Day; to: Day } | undefined {
  const [, year, quarter, month] = targetPeriodPattern.exec(period) ?? [];
  if (year === undefined) return undefined;
  const first = quarter ? Number(quarter) * 3 - 2 : month ? Number(month) : 1;
  const months = quarter ? 3 : month ? 1 : 12;
  const firstOf = (count: number) =>
    toDay({
      year: Number(year) + Math.floor((count - 1) / 12),
      month: ((count - 1) % 12) + 1,
      day: 1,
    });
  return { from: firstOf(first), to: firstOf(first + months) - 1 };
}

/** `Năm 2026`, `Quý 4/2026`, `Tháng 11/2026`. */
export function periodName(period: string): string {
  const [, year = period, quarter, month] = targetPeriodPattern.exec(period) ?? [];
  if (quarter) return `Quý ${quarter}/${year}`;
  return month ? `Tháng ${month}/${year}` : `Năm ${year}`;
}
