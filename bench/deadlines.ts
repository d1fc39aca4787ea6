/*
 * Due times a second against npm's kept business-time libraries, on the same cases.
 * Yardsticks: dayjs-business-time 1.0.4 (dayjs 1.11) and moment-business-time 2.0.0 (moment 2.31), the
 * two with hours of a day, several sessions and holidays. Each is asked for what both can answer: the
 * receipt, the legal due and the three step dues by hours; neither knows swapped Saturdays, so the
 * cases lie in months of 2026 without any. Disagreements are counted, not hidden.
 * Run after a build: TZ=Asia/Ho_Chi_Minh node dist/bench/deadlines.js
 */
import dayjs from 'dayjs';
import dayjsBusinessTime from 'dayjs-business-time';
import moment from 'moment-business-time';
import { computeDeadlines, deriveDeadlines } from '../deadlines/due';
import { parseInstant } from '../deadlines/parse-time';
import { msPerMinute, timeOfDay, weekdayOf } from '../time/time';
import { loadRules } from '../policies/load-rules';

const rules = loadRules();
const policy = rules.defaultPolicy;
const calendar = rules.calendarOf('vn');
const budgets = policy.steps.map(({ budgetMinutes }) => budgetMinutes);

const from = parseInstant('2026-03-02T00:00:00+07:00');
const to = parseInstant('2026-07-25T00:00:00+07:00');

/** Receipt, legal due, three step dues. */
type Answer = number[];
type Asked = (acceptedAt: number) => Answer;

const ours: Asked = (acceptedAt) => {
  const { receivedAt, legalDue, steps } = deriveDeadlines({ acceptedAt, policy, calendar });
  return [receivedAt, legalDue, steps[0]!.dueByHours, steps[1]!.dueByHours, steps[2]!.dueByHours];
};

const oursWithReasons: Asked = (acceptedAt) => {
  const { receivedAt, legalDue, steps } = computeDeadlines({ acceptedAt, policy, calendar });
  return [receivedAt, legalDue, steps[0]!.dueByHours, steps[1]!.dueByHours, steps[2]!.dueByHours];
};

function askDayjs(): Asked {
  dayjs.extend(dayjsBusinessTime);
  const names = ['sunday', 'monday', 'tuesday', 'wednesday', 'thursday', 'friday', 'saturday'];
  const week = names.map((name, weekday) => [name, segments(weekday)] as const);
  dayjs.setBusinessTime(
    Object.fromEntries(week) as unknown as Parameters<typeof dayjs.setBusinessTime>[0],
  );
  dayjs.setHolidays(calendar.data.daysOff.map(({ date }) => date));
  return (acceptedAt) => {
    const accepted = dayjs(acceptedAt);
    const received = accepted.isBusinessTime() ? accepted : accepted.nextBusinessTime();
    const sameDay = timeOfDay(received.valueOf()) <= policy.cutoff.timeMs;
    const day = sameDay ? received : received.nextBusinessDay();
    let end = received;
    const steps = budgets.map((minutes) => (end = end.addBusinessMinutes(minutes)).valueOf());
    return [received.valueOf(), closeOf(day.startOf('day').valueOf()), ...steps];
  };
}

function askMoment(): Asked {
  moment.updateLocale('en', {
    workinghours: Object.fromEntries(
      [0, 1, 2, 3, 4, 5, 6].map((weekday) => [
        weekday,
        segments(weekday)?.flatMap(({ start, end }) => [start, end]) ?? null,
      ]),
    ),
    holidays: calendar.data.daysOff.map(({ date }) => date),
  });
  return (acceptedAt) => {
    const accepted = moment(acceptedAt);
    const received = accepted.isWorkingTime() ? accepted : accepted.nextWorkingTime();
    const sameDay = timeOfDay(received.valueOf()) <= policy.cutoff.timeMs;
    const day = sameDay ? received.clone() : received.nextWorkingDay();
    const end = received.clone();
    const steps = budgets.map((minutes) => end.addWorkingTime(minutes, 'minutes').valueOf());
    return [received.valueOf(), closeOf(day.startOf('day').valueOf()), ...steps];
  };
}

function segments(weekday: number): { start: string; end: string }[] | null {
  const sessions = calendar.data.hours[0]?.week[weekday] ?? [];
  if (sessions.length === 0) return null;
  return sessions.map(([start, end]) => ({ start: `${start}:00`, end: `${end}:00` }));
}

/** The libraries know no close of a day: they are spared the search. */
function closeOf(midnight: number): number {
  const sessions = calendar.data.hours[0]?.week[weekdayOf(Math.floor(midnight / 86_400_000) + 1)];
  const [hours, minutes] = (sessions?.at(-1)?.[1] ?? '00:00').split(':').map(Number);
  return midnight + ((hours ?? 0) * 60 + (minutes ?? 0)) * msPerMinute;
}

interface Figures {
  perSecond: number;
  p99Us: number;
}

function measure(ask: Asked, cases: readonly number[]): Figures {
  for (const acceptedAt of cases.slice(0, 500)) ask(acceptedAt);
  const times = new Float64Array(cases.length);
  const start = performance.now();
  for (const acceptedAt of cases) ask(acceptedAt);
  const wholeMs = performance.now() - start;
  cases.forEach((acceptedAt, i) => {
    const begin = performance.now();
    ask(acceptedAt);
    times[i] = performance.now() - begin;
  });
  times.sort();
  return {
    perSecond: (cases.length / wholeMs) * 1000,
    p99Us: (times[Math.floor(cases.length * 0.99)] ?? 0) * 1000,
  };
}

/** Cases by a fixed sequence, whole minutes: the libraries round what is finer. */
function makeCases(count: number): number[] {
  let state = 1287;
  return Array.from({ length: count }, () => {
    state = (state * 1_103_515_245 + 12_345) % 2_147_483_648;
    return from + Math.floor(((to - from) / msPerMinute) * (state / 2_147_483_648)) * msPerMinute;
  });
}

function main(): void {
  if (new Date(from).getTimezoneOffset() !== -7 * 60) {
    throw new Error('The libraries follow the zone of the host: set TZ=Asia/Ho_Chi_Minh.');
  }
  const many = measure(ours, makeCases(200_000));
  const reasoned = measure(oursWithReasons, makeCases(50_000));
  report('ours', many);
  report('ours with reasons', reasoned);
  for (const [name, ask] of [
    ['dayjs-business-time 1.0.4', askDayjs()],
    ['moment-business-time 2.0.0', askMoment()],
  ] as const) {
    const cases = makeCases(3_000);
    const figures = measure(ask, cases);
    const agree = cases.filter((at) => ask(at).join() === ours(at).join()).length;
    report(name, figures);
    process.stdout.write(
      `  ratio ${(many.perSecond / figures.perSecond).toFixed(0)}× (with reasons ` +
        `${(reasoned.perSecond / figures.perSecond).toFixed(0)}×); agrees on ${agree} of ${cases.length}\n`,
    );
  }
}

function report(name: string, { perSecond, p99Us }: Figures): void {
  process.stdout.write(
    `${name.padEnd(28)} ${Math.round(perSecond).toLocaleString('en')} a second, p99 ${p99Us.toFixed(1)} µs\n`,
  );
}

main();
