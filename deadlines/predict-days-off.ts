import type { DayOff } from './calendar';
import { lunarDate } from './lunar';
import { type Day, formatDate, toDay, weekdayOf } from '../time/time';

interface FixedDay {
  month: number;
  day: number;
  name: string;
  citation: string;
}

/** Days beside the feast itself, of which the Prime Minister chooses each year (BLLĐ 2019 Đ112.3). */
interface Split {
  before: number;
  after: number;
}

/** What the Labour Code lays down for every year; read from the calendar's file. */
export interface PredictionRules {
  fixed: readonly FixedDay[];
  nationalDay: FixedDay & { splits: readonly Split[] };
  lunarNewYear: { name: string; splits: readonly Split[]; citation: string };
  lunar: readonly FixedDay[];
  substituteCitation: string;
}

/**
 * The days off of one year as the law alone gives them, before anybody decides: solar and lunar
 * feasts and the substitute days for those on a weekly rest day (Đ111.3). No swaps: those are
 * decisions. Where the law leaves a choice, the split with the longest run of days off, the first
 * of equals; it gives the decided days of 2024, 2025 and 2026.
 * @param restDays weekdays of the weekly rest, 0 = Sunday.
 */
export function predictDaysOff(
  year: number,
  rules: PredictionRules,
  restDays: ReadonlySet<number>,
): DayOff[] {
  // An office that works on no day has none to put a substitute on.
  const rest = restDays.size < 7 ? restDays : new Set<number>();
  const settled = [
    ...rules.fixed.map((feast) => named(toDay({ year, ...feast }), feast)),
    ...rules.lunar.map((feast) => named(lunarDate(year, feast.month, feast.day), feast)),
  ];
  const newYear = lunarDate(year, 1, 1);
  const nationalDay = toDay({ year, ...rules.nationalDay });
  const feasts = [
    ...settled,
    ...longestRun(newYear, rules.lunarNewYear, rest),
    ...longestRun(nationalDay, rules.nationalDay, rest),
  ].sort((one, other) => one.day - other.day);
  return withSubstitutes(feasts, rest, rules.substituteCitation).map(
    ({ day, kind, name, citation }) => ({
      date: formatDate(day),
      kind,
      name: `${name} (dự kiến)`,
      citation,
      predicted: true,
    }),
  );
}

interface Feast {
  day: Day;
  kind: 'holiday' | 'substitute';
  name: string;
  citation: string;
}

function named(day: Day, { name, citation }: { name: string; citation: string }): Feast {
  return { day, kind: 'holiday', name, citation };
}

function longestRun(
  feast: Day,
  rule: { name: string; citation: string; splits: readonly Split[] },
  restDays: ReadonlySet<number>,
): Feast[] {
  let best: Feast[] = [];
  let bestRun = -1;
  for (const { before, after } of rule.splits) {
    const days: Feast[] = [];
    for (let day = feast - before; day <= feast + after; day++) days.push(named(day, rule));
    const run = runLength(feast, withSubstitutes(days, restDays, rule.citation), restDays);
    if (run > bestRun) [best, bestRun] = [days, run];
  }
  return best;
}

function runLength(around: Day, feasts: readonly Feast[], restDays: ReadonlySet<number>): number {
  const off = new Set(feasts.map(({ day }) => day));
  const isOff = (day: Day) => off.has(day) || restDays.has(weekdayOf(day));
  let [first, last] = [around, around];
  while (isOff(first - 1)) first--;
  while (isOff(last + 1)) last++;
  return last - first + 1;
}

/** Adds a day off on the next working day for each feast on a weekly rest day. */
function withSubstitutes(
  feasts: readonly Feast[],
  restDays: ReadonlySet<number>,
  citation: string,
): Feast[] {
  const taken = new Set(feasts.map(({ day }) => day));
  const all = [...feasts];
  for (const feast of feasts) {
    if (!restDays.has(weekdayOf(feast.day))) continue;
    let day = feast.day + 1;
    while (taken.has(day) || restDays.has(weekdayOf(day))) day++;
    taken.add(day);
    all.push({ day, kind: 'substitute', name: `nghỉ bù ${feast.name}`, citation });
  }
  return all.sort((one, other) => one.day - other.day);
}
