/**
 * Whether the odds of a breach say more than what anybody knows without them:
 *
 *     node -r ./test/register-typescript.cjs bench/odds.ts [--seeds 1,2,3] [--days 240] [--loads 12,30]
 *
 * Offices live through seeded days (cli/sample); at each working hour of the second half of the story the odds are
 * computed from what had ended by then, and held against what happened. Yardsticks: the share of late ones so far
 * (base rate), and the share of late ones among those that had as much time left. Brier score, less is better.
 */
import { parseArgs } from 'node:util';
import { type LivedDossier, liveOffice } from '../cli/sample/live-office';
import { seededRandom } from '../cli/sample/random';
import { deriveDeadlines } from '../deadlines/due';
import { Backtest, type FinishedDossier } from '../deadlines/odds/backtest';
import type { Bin } from '../deadlines/odds/score-forecasts';
import type { Stay } from '../deadlines/odds/stays';
import { parseInstant } from '../deadlines/parse-time';
import { nextWorkingInstant } from '../deadlines/working-time';
import { actionDeclarations, stageDeclarations, type Step } from '../domain/process';
import { loadRules } from '../policies/load-rules';
import { dayOf, msPerMinute, startOfDay } from '../time/time';

const { values: options } = parseArgs({
  options: {
    seeds: { type: 'string', default: '1,2,3' },
    days: { type: 'string', default: '240' },
    loads: { type: 'string', default: '12,30' },
  },
});

const rules = loadRules();
const policy = rules.defaultPolicy;
const calendar = rules.calendarOf('vn');
const until = parseInstant('2026-11-27T17:30:00+07:00');
const team: Record<Step, readonly number[]> = { create: [0, 1], sign: [2, 3], seal: [4, 1] };
const hourMs = 60 * msPerMinute;

/** The stays of a lived dossier by the process declaration, and its end if it was delivered. */
function readLife(id: string, { acceptedAt, acts, complexGround }: LivedDossier) {
  const stays: Stay[] = [];
  let [step, startedAt]: [Step | null, number] = [
    'create',
    nextWorkingInstant(calendar, acceptedAt),
  ];
  let extendDays = complexGround === null ? 0 : policy.extension.daysMax;
  let finishedAt: number | null = null;
  for (const { action, at, days } of acts) {
    if (action === 'extend') extendDays = Math.max(extendDays, days ?? 0);
    if (action === 'extend') continue;
    const next = stageDeclarations[actionDeclarations[action].to].step;
    if (action === 'complete') finishedAt = at;
    if (next === step) continue;
    if (step) stays.push({ dossier: id, step, startedAt, endedAt: at });
    [step, startedAt] = [next, at];
  }
  if (step) stays.push({ dossier: id, step, startedAt, endedAt: null });
  const { legalDue } = deriveDeadlines({
    ...{ acceptedAt, policy, calendar, extendDays },
    complex: complexGround !== null,
  });
  const end: FinishedDossier[] = finishedAt === null ? [] : [{ id, legalDue, finishedAt }];
  return { stays, end };
}

/** Of so many that were given these odds on average, this share missed. */
function drawBin({ forecast, happened, count }: Bin): string {
  return `${forecast.toFixed(2)}→${happened.toFixed(2)} (${count})`;
}

function workingHours(from: number, to: number): number[] {
  const hours: number[] = [];
  for (let at = from; at < to; at += hourMs) {
    if (nextWorkingInstant(calendar, at) === at) hours.push(at);
  }
  return hours;
}

function main(): void {
  const days = Number(options.days);
  const from = dayOf(until) - days;
  const instants = workingHours(startOfDay(from), until);
  const scoredFrom = startOfDay(dayOf(until) - days / 2);
  console.log('load/day | seed | forecasts | late | Brier | base rate | time left | ms a forecast');
  let isWorse = false;
  for (const load of options.loads.split(',').map(Number)) {
    for (const seed of options.seeds.split(',').map(Number)) {
      const random = seededRandom(seed);
      const lives = liveOffice({ random, policy, calendar, team, from, until, load }).map(
        (dossier, i) => readLife(String(i), dossier),
      );
      const finished = lives.flatMap(({ end }) => end);
      const late = finished.filter(({ finishedAt, legalDue }) => finishedAt > legalDue).length;
      const test = new Backtest(
        lives.flatMap(({ stays }) => stays),
        finished,
        calendar,
      );
      const startedAt = performance.now();
      for (const at of instants) test.lookAt(at, at < scoredFrom ? 0 : Infinity);
      const { count, brier, brierOfRate, brierOfTimeLeft, reliability } = test.result;
      const ms = (performance.now() - startedAt) / count;
      const scores = [brier, brierOfRate, brierOfTimeLeft].map((score) => score?.toFixed(4) ?? '–');
      const share = `${((100 * late) / finished.length).toFixed(1)} %`;
      console.log([load, seed, count, share, ...scores, ms.toFixed(2)].join(' | '));
      console.log(`  ${reliability.map(drawBin).join(', ')}`);
      isWorse ||= (brier ?? 1) >= Math.min(brierOfRate ?? 0, brierOfTimeLeft ?? 0);
    }
  }
  console.log(
    isWorse
      ? 'The odds do not beat both yardsticks everywhere.'
      : 'The odds beat both yardsticks everywhere.',
  );
  process.exitCode = isWorse ? 1 : 0;
}

main();
