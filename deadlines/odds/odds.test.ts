import { expect, test } from '@jest/globals';
import { loadRules } from '../../policies/load-rules';
import { msPerMinute } from '../../time/time';
import { parseInstant } from '../parse-time';
import { addWorkingMs } from '../working-time';
import { Backtest, type FinishedDossier } from './backtest';
import { Experience, oddsOfAny, situationsMin } from './forecast-breach';
import { brierScore, drawReliability } from './score-forecasts';
import { countUntil, describe as describeSituation, type Stay, Stays } from './stays';

const calendar = loadRules().calendarOf('vn');
const at = (time: string) => parseInstant(`2026-11-26T${time}:00+07:00`);
const stay = (dossier: string, step: Stay['step'], from: string, to?: string): Stay => ({
  ...{ dossier, step },
  ...{ startedAt: at(from), endedAt: to === undefined ? null : at(to) },
});
const minutes = (count: number) => count * msPerMinute;

test('of what stands at an instant it sees how long it has been there, who is before and ahead, and when the step last moved', () => {
  const stays = [
    stay('gone', 'sign', '08:00', '09:00'),
    stay('first', 'sign', '08:30'),
    stay('second', 'sign', '11:45'),
    stay('sealing', 'seal', '10:00'),
    stay('to come', 'sign', '16:00'),
  ];
  // The hour and a half of noon is no working time.
  expect(new Stays(stays, calendar).lookAt(at('14:00'))).toEqual([
    {
      dossier: 'first',
      situation: {
        ...{ step: 'sign', before: 0, ahead: 1 },
        beenMs: minutes(240),
        stillMs: minutes(210),
      },
    },
    {
      dossier: 'sealing',
      situation: { ...{ step: 'seal', before: 0, ahead: 0 }, beenMs: minutes(150), stillMs: 0 },
    },
    {
      dossier: 'second',
      situation: {
        ...{ step: 'sign', before: 1, ahead: 1 },
        beenMs: minutes(45),
        stillMs: minutes(210),
      },
    },
  ]);
  // What ends at the instant is gone, what begins at it is there.
  const names = (time: string) =>
    new Stays(stays, calendar).lookAt(at(time)).map((one) => one.dossier);
  expect(names('09:00')).toEqual(['first']);
  expect(names('08:30')).toEqual(['gone', 'first']);
});

test('the odds are those of the situations most alike, and none where too few are known', () => {
  const experience = new Experience();
  const situation = { step: 'sign' as const, beenMs: 0, before: 0, ahead: 0, stillMs: 0 };
  const long = { ...situation, before: 40 };
  for (let i = 0; i < situationsMin - 1; i += 1) {
    experience.add({ ...situation, restMs: minutes(i % 4 === 0 ? 90 : 30) });
  }
  expect(experience.forecast(situation, minutes(60))).toBeNull();
  for (let i = 0; i < situationsMin; i += 1) experience.add({ ...long, restMs: minutes(300) });
  expect(experience.forecast(situation, minutes(60))).toBeCloseTo(0.25, 1);
  // Exactly in time is in time.
  expect(experience.forecast(situation, minutes(90))).toBeLessThan(0.01);
  expect(experience.forecast(long, minutes(299))).toBeGreaterThan(0.99);
  expect(experience.forecast({ ...situation, step: 'seal' }, 0)).toBeNull();
  const other = new Experience();
  for (const each of experience.list()) other.add(each);
  expect(other.forecast(situation, minutes(60))).toBe(experience.forecast(situation, minutes(60)));
});

test('of several that may miss, the odds that one does', () => {
  expect(oddsOfAny([])).toBe(0);
  expect(oddsOfAny([0.5, 0.5])).toBe(0.75);
});

test('a score is the mean square of what was forecast from what happened', () => {
  expect(brierScore([])).toBeNull();
  const outcomes = [
    { odds: 1, missed: true },
    { odds: 0.5, missed: false },
  ];
  expect(brierScore(outcomes)).toBe(0.125);
  expect(drawReliability([...outcomes, { odds: 0.52, missed: true }])).toEqual([
    { forecast: 0.51, happened: 0.5, count: 2 },
    { forecast: 1, happened: 1, count: 1 },
  ]);
});

test('a backtest knows at each instant only what had ended by then', () => {
  const stays: Stay[] = [];
  const finished = [];
  for (let i = 0; i < 300; i += 1) {
    stays.push(stay(String(i), 'seal', '08:00', '15:00'));
    finished.push({ id: String(i), legalDue: at('14:00'), finishedAt: at('15:00') });
  }
  const backtest = new Backtest(stays, finished, calendar);
  for (const time of ['09:00', '10:00', '11:00']) backtest.lookAt(at(time), Infinity);
  // All of them stood there, and how they would end was not known.
  expect(backtest.result).toMatchObject({ count: 0, brier: null });
  expect(backtest.experience.list()).toEqual([]);
  backtest.lookAt(at('16:00'), Infinity);
  expect(backtest.experience.list()).toHaveLength(900);
});

test('of a step only the newest situations are asked and kept, and each step has its own', () => {
  const experience = new Experience();
  const situation = { step: 'sign' as const, beenMs: 0, before: 0, ahead: 0, stillMs: 0 };
  for (let i = 0; i < 3_000; i += 1) experience.add({ ...situation, restMs: minutes(30) });
  expect(experience.list()).toHaveLength(3_000);
  expect(experience.forecast(situation, minutes(60))).toBeLessThan(0.01);
  for (let i = 0; i < 3_000; i += 1) experience.add({ ...situation, restMs: minutes(90) });
  // All that are older than the last three thousand are forgotten.
  expect(experience.forecast(situation, minutes(60))).toBeGreaterThan(0.99);
  expect(experience.list()).toHaveLength(3_000);
  expect(experience.list().every(({ restMs }) => restMs === minutes(90))).toBe(true);
  for (let i = 0; i < 100; i += 1) experience.add({ ...situation, restMs: minutes(i) });
  expect(experience.list()).toHaveLength(3_000);
  expect(experience.list().at(-1)?.restMs).toBe(minutes(99));
  expect(experience.forecast({ ...situation, step: 'create' }, 0)).toBeNull();
});

test('eighty alike are asked, and all that are as far as the last of them; none of them is no certainty', () => {
  const experience = new Experience();
  const situation = { step: 'seal' as const, beenMs: 0, before: 0, ahead: 0, stillMs: 0 };
  for (let i = 0; i < 300; i += 1) {
    const restMs = i < 80 ? minutes(90) : minutes(10);
    experience.add({ ...situation, before: i, restMs });
  }
  expect(experience.forecast(situation, minutes(60))).toBe(80.5 / 81);
  expect(experience.forecast({ ...situation, before: 299 }, minutes(60))).toBe(0.5 / 81);
  const same = new Experience();
  for (let i = 0; i < situationsMin; i += 1) same.add({ ...situation, restMs: minutes(10) });
  expect(same.forecast(situation, minutes(60))).toBe(0.5 / (situationsMin + 1));
  expect(same.forecast(situation, minutes(5))).toBe((situationsMin + 0.5) / (situationsMin + 1));
});

test('how far two situations are apart: by the ratio of their times and queues, the queue before it most', () => {
  const situation = { step: 'sign' as const, beenMs: 0, before: 0, ahead: 0, stillMs: 0 };
  const tenMinutes = 10 * msPerMinute;
  const [been, still, before, ahead] = describeSituation(situation);
  expect(been).toBeCloseTo(Math.log(tenMinutes));
  expect(still).toBe(been);
  expect(before).toBeCloseTo(Math.SQRT2 * Math.log(2));
  expect(ahead).toBeCloseTo(Math.log(2));
  expect(
    describeSituation({
      ...situation,
      beenMs: tenMinutes,
      stillMs: 30 * msPerMinute,
      before: 2,
      ahead: 6,
    }),
  ).toEqual([
    Math.log(2 * tenMinutes),
    Math.log(4 * tenMinutes),
    Math.SQRT2 * Math.log(4),
    Math.log(8),
  ]);
});

test('how many ascending instants are not after one', () => {
  expect([0, 1, 2, 3, 5, 9].map((end) => countUntil([1, 2, 2, 5], end))).toEqual([
    0, 1, 3, 3, 4, 4,
  ]);
  expect(countUntil([], 1)).toBe(0);
});

test('the last that a step let go counts, in whatever order they are told', () => {
  const stays = [
    stay('second', 'sign', '08:00', '10:00'),
    stay('third', 'sign', '08:00', '11:00'),
    stay('first', 'sign', '08:00', '09:00'),
    stay('here', 'sign', '08:30'),
  ];
  const still = (time: string) =>
    new Stays(stays, calendar).lookAt(at(time)).find(({ dossier }) => dossier === 'here')?.situation
      .stillMs;
  expect(still('08:45')).toBe(0);
  expect(still('09:30')).toBe(minutes(30));
  expect(still('10:00')).toBe(0);
  expect(still('11:45')).toBe(minutes(45));
});

test('a backtest scores what it forecast against what it would have been by the share and by the clock', () => {
  // Each half hour one comes and is done forty minutes later; the even ones were due after twenty.
  const day = (text: string) => parseInstant(`${text}+07:00`);
  const stays: Stay[] = [];
  const finished: FinishedDossier[] = [];
  const start = day('2026-01-05T08:00:00');
  for (let i = 0; i < 400; i += 1) {
    const startedAt = addWorkingMs(calendar, start, minutes(30 * i));
    const endedAt = addWorkingMs(calendar, startedAt, minutes(40));
    stays.push({ dossier: String(i), step: 'sign', startedAt, endedAt });
    const legalDue = addWorkingMs(calendar, startedAt, minutes(i % 2 === 0 ? 20 : 60));
    finished.push({ id: String(i), legalDue, finishedAt: endedAt });
  }
  const lookAll = (scored: number) => {
    const backtest = new Backtest(stays, finished, calendar);
    for (let i = 0; i < 400; i += 1) {
      backtest.lookAt(addWorkingMs(calendar, start, minutes(30 * i + 5)), scored);
    }
    return backtest;
  };
  const { result, experience } = lookAll(Infinity);
  // Two stand at each instant: the new one, and that of before whose due may have passed.
  expect(experience.list()).toHaveLength(597);
  // The first 202 were seen while fewer than two hundred were known.
  expect(result.count).toBe(397);
  expect(result.brier).toBeLessThan(0.02);
  // The share of the late says a third each time; a glance at the clock says it all after a while.
  expect(result.brierOfRate).toBeCloseTo(2 / 9, 2);
  expect(result.brierOfTimeLeft).toBeLessThan(0.001);
  const happened = result.reliability.map((bin) => bin.happened);
  expect(happened.pop()).toBe(1);
  expect(new Set(happened)).toEqual(new Set([0]));
  expect(lookAll(0).result).toMatchObject({ count: 0, brier: null, brierOfRate: null });
  expect(lookAll(1).result.count).toBeLessThan(result.count);
  expect(lookAll(0).experience.list()).toHaveLength(597);
});

test('a dossier that ends at its due has kept it; whose due has come is not forecast', () => {
  const finished = [
    { id: 'kept', legalDue: at('10:00'), finishedAt: at('10:00') },
    { id: 'due', legalDue: at('09:00'), finishedAt: at('11:00') },
  ];
  const stays = [stay('kept', 'sign', '08:00', '10:00'), stay('due', 'sign', '08:00', '11:00')];
  const backtest = new Backtest([...stays, stay('unknown', 'sign', '08:00')], finished, calendar);
  backtest.lookAt(at('09:00'), Infinity);
  backtest.lookAt(at('10:00'), Infinity);
  expect(backtest.experience.list()).toEqual([
    { step: 'sign', beenMs: minutes(60), before: 0, ahead: 0, stillMs: 0, restMs: minutes(60) },
  ]);
  // Nothing is learnt twice.
  backtest.lookAt(at('10:30'), Infinity);
  expect(backtest.experience.list()).toHaveLength(1);
});
