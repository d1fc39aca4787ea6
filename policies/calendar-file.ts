import type { CalendarData, DayOff, SessionText } from '../deadlines/calendar';
import { type PredictionRules, predictDaysOff } from '../deadlines/predict-days-off';
import { versionOf } from './version-of';

export const weekdays = ['sun', 'mon', 'tue', 'wed', 'thu', 'fri', 'sat'] as const;
export type Weekday = (typeof weekdays)[number];

/** When an entry became known, and when it was taken back. */
interface Known {
  recorded: string;
  withdrawn?: string;
}

interface HoursEntry extends Known {
  from: string;
  to?: string;
  season?: { from: string; to: string };
  week: Partial<Record<Weekday, SessionText[]>>;
  citation: string;
}

interface FixedEntry {
  month: number;
  day: number;
  name: string;
  recorded?: string;
  citation: string;
}

/** A calendar's file with everything of its own, as its schema lets it through. */
export interface CalendarFile {
  id: string;
  name: string;
  from: string;
  decided_years: { year: number; recorded: string; citation: string }[];
  hours: HoursEntry[];
  days_off: (Omit<DayOff, 'predicted'> & Known)[];
  swapped_workdays: ({ date: string; instead_of: string; citation: string } & Known)[];
  service: ({
    from: string;
    to?: string;
    weekday: Weekday;
    sessions: SessionText[];
    citation: string;
  } & Known)[];
  predicted: {
    through: string;
    fixed: FixedEntry[];
    lunar: FixedEntry[];
    national_day: FixedEntry & { splits: { before: number; after: number }[] };
    lunar_new_year: PredictionRules['lunarNewYear'];
    substitute_citation: string;
  };
}

/** A file that takes its days over from another and gives its own hours, and days of its own if any. */
export type ExtendingFile = Pick<CalendarFile, 'id' | 'name' | 'hours'> &
  Partial<Pick<CalendarFile, 'days_off' | 'swapped_workdays' | 'service'>> & { extends: string };

/** Lays an office's calendar over the one it extends. */
export function extendCalendar(base: CalendarFile, file: ExtendingFile): CalendarFile {
  return {
    ...base,
    id: file.id,
    name: file.name,
    hours: [...base.hours, ...file.hours],
    days_off: [...base.days_off, ...(file.days_off ?? [])],
    swapped_workdays: [...base.swapped_workdays, ...(file.swapped_workdays ?? [])],
    service: [...base.service, ...(file.service ?? [])],
  };
}

/**
 * The calendar as it was known at the end of a day (its recorded time); without one, as known now.
 * Years not decided by then are computed and marked predicted.
 */
export function readCalendar(file: CalendarFile, asOf = 'z'): CalendarData {
  const known = <Entry extends Known>(entries: readonly Entry[]) =>
    entries.filter(
      ({ recorded, withdrawn }) =>
        recorded <= asOf && (withdrawn === undefined || asOf < withdrawn),
    );
  const data = {
    id: file.id,
    name: file.name,
    from: file.from,
    to: file.predicted.through,
    decidedThrough: decidedThrough(file, asOf),
    hours: known(file.hours).map(readHours),
    daysOff: known(file.days_off).map(({ date, kind, name, citation }) => ({
      date,
      kind,
      name,
      citation,
    })),
    swappedWorkdays: known(file.swapped_workdays).map((entry) => ({
      date: entry.date,
      insteadOf: entry.instead_of,
      citation: entry.citation,
    })),
    service: known(file.service).map(({ from, to, weekday, sessions, citation }) => ({
      from,
      ...(to === undefined ? {} : { to }),
      weekday: weekdays.indexOf(weekday),
      sessions,
      citation,
    })),
  };
  const whole = { ...data, daysOff: [...data.daysOff, ...predictedDays(file, data, asOf)] };
  return { ...whole, version: versionOf(whole) };
}

/** The days on which what was known changed, oldest first: each is a version of the calendar. */
export function recordedDays(file: CalendarFile): string[] {
  const days = new Set<string>();
  const entries = [...file.hours, ...file.days_off, ...file.swapped_workdays, ...file.service];
  for (const { recorded, withdrawn } of entries) {
    days.add(recorded);
    if (withdrawn !== undefined) days.add(withdrawn);
  }
  for (const { recorded } of file.decided_years) days.add(recorded);
  return [...days].sort();
}

function decidedThrough(file: CalendarFile, asOf: string): string {
  const years = file.decided_years.filter(({ recorded }) => recorded <= asOf);
  const first = Number(file.from.slice(0, 4));
  return `${Math.max(first - 1, ...years.map(({ year }) => year))}-12-31`;
}

function predictedDays(
  file: CalendarFile,
  data: Pick<CalendarData, 'decidedThrough' | 'hours' | 'daysOff'>,
  asOf: string,
): DayOff[] {
  const { predicted } = file;
  const rules: PredictionRules = {
    fixed: predicted.fixed.filter(({ recorded = '' }) => recorded <= asOf),
    lunar: predicted.lunar.filter(({ recorded = '' }) => recorded <= asOf),
    nationalDay: predicted.national_day,
    lunarNewYear: predicted.lunar_new_year,
    substituteCitation: predicted.substitute_citation,
  };
  const week = data.hours[0]?.week ?? [];
  const restDays = new Set([0, 1, 2, 3, 4, 5, 6].filter((day) => (week[day]?.length ?? 0) === 0));
  const decided = new Set(data.daysOff.map(({ date }) => date));
  const days: DayOff[] = [];
  const last = Number(predicted.through.slice(0, 4));
  for (let year = Number(data.decidedThrough.slice(0, 4)) + 1; year <= last; year++) {
    days.push(...predictDaysOff(year, rules, restDays));
  }
  return days.filter(({ date }) => !decided.has(date));
}

function readHours(entry: HoursEntry): CalendarData['hours'][number] {
  return {
    from: entry.from,
    ...(entry.to === undefined ? {} : { to: entry.to }),
    ...(entry.season === undefined ? {} : { season: entry.season }),
    week: weekdays.map((weekday) => entry.week[weekday] ?? []),
    citation: entry.citation,
  };
}
