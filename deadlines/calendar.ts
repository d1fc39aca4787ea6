import { SaoyError } from '../domain/problem';
import { parseDate } from './parse-time';
import { type Day, findTime, formatDate, startOfDay, weekdayOf } from '../time/time';

/** One stretch of office time, as `['08:00', '12:00']`. */
export type SessionText = readonly [from: string, to: string];

/** Office hours that hold from a date on; with a season, only in that part of each year. */
export interface OfficeHours {
  /** `YYYY-MM-DD`, inclusive. */
  from: string;
  to?: string;
  /** `MM-DD` to `MM-DD`, inclusive; may run over the turn of the year. */
  season?: { from: string; to: string };
  /** Index 0 = Sunday … 6 = Saturday; an empty list is the weekly rest. */
  week: readonly (readonly SessionText[])[];
  citation: string;
}

/** A day on which the office is closed although its week would have it open. */
export interface DayOff {
  date: string;
  /** `swapped`: off in exchange for a working Saturday. */
  kind: 'holiday' | 'substitute' | 'swapped';
  name: string;
  citation: string;
  /** Computed from the Labour Code, not yet decided by anybody. */
  predicted?: true;
}

/** A rest day worked in exchange for another: a full working day with the usual hours. */
export interface SwappedWorkday {
  date: string;
  insteadOf: string;
  citation: string;
}

/** Hours on a rest day that receive papers but make it no working day. */
export interface ServiceHours {
  from: string;
  to?: string;
  weekday: number;
  sessions: readonly SessionText[];
  citation: string;
}

/** A working calendar as plain data: it may be stored, hashed and sent to a workflow. */
export interface CalendarData {
  id: string;
  /** Hash of the content; what a dossier pins. */
  version: string;
  name: string;
  /** First and last day the calendar answers for. */
  from: string;
  to: string;
  /** Days after this one are predicted. */
  decidedThrough: string;
  hours: readonly OfficeHours[];
  daysOff: readonly DayOff[];
  swappedWorkdays: readonly SwappedWorkday[];
  service: readonly ServiceHours[];
}

export interface Dated<Entry> {
  day: Day;
  entry: Entry;
}

/** A calendar made ready for arithmetic: sessions and working days in flat arrays, sorted by time. */
export interface Calendar {
  readonly data: CalendarData;
  readonly firstDay: Day;
  readonly lastDay: Day;
  readonly lastDecidedDay: Day;
  /** Session number of the first session on or after each day, with one entry past the last day. */
  readonly firstSession: Int32Array;
  /** Epoch milliseconds. */
  readonly sessionStart: Float64Array;
  readonly sessionEnd: Float64Array;
  /** Working milliseconds before each session, with one entry for the whole. */
  readonly workedBefore: Float64Array;
  /** Every working day in order. */
  readonly workingDays: Int32Array;
  /** Number of working days before each day, with one entry past the last day. */
  readonly workingDaysBefore: Int32Array;
  /** Days off and swapped working days with their day numbers, in order. */
  readonly daysOff: readonly Dated<DayOff>[];
  readonly swappedWorkdays: readonly Dated<SwappedWorkday>[];
  /** The rule whose hours hold on a day, also on a day off. */
  readonly findHours: (day: Day) => OfficeHours | undefined;
}

/**
 * Lays a calendar out for arithmetic; about a millisecond per decade.
 * @throws SaoyError `date-invalid`; data from `policies/` has been checked before.
 */
export function compileCalendar(data: CalendarData): Calendar {
  const firstDay = parseDate(data.from);
  const lastDay = parseDate(data.to);
  const findRule = ruleFinder(data);
  const sessionsOn = sessionFinder(data, findRule);
  const days = lastDay - firstDay + 1;
  const firstSession = new Int32Array(days + 1);
  const workingDaysBefore = new Int32Array(days + 1);
  const starts: number[] = [];
  const ends: number[] = [];
  const workingDays: Day[] = [];
  for (let day = firstDay; day <= lastDay; day++) {
    const midnight = startOfDay(day);
    const sessions = sessionsOn(day);
    for (const [from, to] of sessions) {
      starts.push(midnight + from);
      ends.push(midnight + to);
    }
    if (sessions.length > 0) workingDays.push(day);
    firstSession[day - firstDay + 1] = starts.length;
    workingDaysBefore[day - firstDay + 1] = workingDays.length;
  }
  return {
    data,
    firstDay,
    lastDay,
    lastDecidedDay: parseDate(data.decidedThrough),
    firstSession,
    sessionStart: Float64Array.from(starts),
    sessionEnd: Float64Array.from(ends),
    workedBefore: runningTotal(starts, ends),
    workingDays: Int32Array.from(workingDays),
    workingDaysBefore,
    daysOff: inOrder(data.daysOff),
    swappedWorkdays: inOrder(data.swappedWorkdays),
    findHours: (day) => findRule(day)?.hours,
  };
}

function inOrder<Entry extends { date: string }>(entries: readonly Entry[]): Dated<Entry>[] {
  return entries
    .map((entry) => ({ day: parseDate(entry.date), entry }))
    .sort((one, other) => one.day - other.day);
}

type Session = readonly [fromMs: number, toMs: number];

const none: readonly Session[] = [];

/** The sessions of any day: days off first, then swapped working days, then the week's hours. */
function sessionFinder(data: CalendarData, findRule: ReturnType<typeof ruleFinder>) {
  const off = new Set(data.daysOff.map((entry) => parseDate(entry.date)));
  const swapped = new Map(
    data.swappedWorkdays.map((entry) => [parseDate(entry.date), parseDate(entry.insteadOf)]),
  );
  return (day: Day): readonly Session[] => {
    if (off.has(day)) return none;
    // The usual hours of the day it stands in for, by the rule in force on the day itself.
    return findRule(day)?.week[weekdayOf(swapped.get(day) ?? day)] ?? none;
  };
}

/** The rule in force on a day: of several, the one written last. */
function ruleFinder(data: CalendarData) {
  const rules = data.hours.map((hours) => ({
    hours,
    from: parseDate(hours.from),
    to: hours.to === undefined ? Infinity : parseDate(hours.to),
    inSeason: seasonTest(hours.season),
    week: hours.week.map((sessions) => sessions.map(parseSession)),
  }));
  return (day: Day) =>
    rules.findLast((rule) => rule.from <= day && day <= rule.to && rule.inSeason(day));
}

function seasonTest(season: OfficeHours['season']): (day: Day) => boolean {
  if (!season) return () => true;
  const { from, to } = season;
  return (day) => {
    const monthDay = formatDate(day).slice(5);
    return from <= to ? from <= monthDay && monthDay <= to : monthDay >= from || monthDay <= to;
  };
}

function parseSession([from, to]: SessionText): Session {
  const [start, end] = [findTime(from), findTime(to)];
  if (start === undefined || end === undefined || end <= start) {
    throw new SaoyError('date-invalid', { date: `${from}–${to}` });
  }
  return [start, end];
}

function runningTotal(starts: readonly number[], ends: readonly number[]): Float64Array {
  const total = new Float64Array(starts.length + 1);
  for (let i = 0; i < starts.length; i++) {
    total[i + 1] = total[i]! + ends[i]! - starts[i]!;
  }
  return total;
}
