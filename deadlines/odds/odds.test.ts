import { expect, test } from '@jest/globals';
import { loadRules } from '../../policies/load-rules';
import { msPerMinute } from '../../time/time';
import { parseInstant } from '../parse-time';
import { Backtest } from './backtest';
import { Experience, oddsOfAny, situationsMin } from './forecast-breach';
import { brierScore, drawReliability } from './score-forecasts';
import { type Stay, Stays } from './stays';

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
