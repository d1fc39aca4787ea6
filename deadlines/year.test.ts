import { expect, test } from '@jest/globals';
import { type Step, steps } from '../domain/process';
import { loadRules } from '../policies/load-rules';
import { computeDeadlines, deriveDeadlines } from './due';
import type { DeadlineQuestion } from './questions';
import { deriveStepFigures } from './plan-step';
import { parseDate } from './parse-time';
import { dayOf, msPerMinute, startOfDay } from '../time/time';
import { addWorkingMs, closeOfDay, nextWorkingInstant, workingMsBetween } from './working-time';

/*
 * A year of dossiers, step by step: accepted at any hour of any day, some complex, some extended,
 * one in eight sent back by the leader. Half of the people keep to their pace, the others take what
 * they take. Plain throws instead of matchers: a hundred thousand lives in seconds.
 */
const rules = loadRules();
const policy = rules.defaultPolicy;
const calendar = rules.calendarOf('vn');
const first = startOfDay(parseDate('2026-01-01'));
const last = startOfDay(parseDate('2027-01-01'));
const dossiers = 100_000;

let state = 1;
/** 0 ≤ x < 1, the same sequence in every run. */
function random(): number {
  state = (state * 1_664_525 + 1_013_904_223) % 4_294_967_296;
  return state / 4_294_967_296;
}

function assert(holds: boolean, what: string, question: DeadlineQuestion): void {
  if (!holds)
    throw new Error(`${what}: accepted at ${question.acceptedAt}, dossier state ${state}`);
}

test('a year of dossiers keeps every invariant, in under a minute', () => {
  const start = performance.now();
  let late = 0;
  let keptPace = 0;
  let returned = 0;
  for (let i = 0; i < dossiers; i++) {
    const life = live(first + Math.floor(((last - first) / dossiers) * (i + random())));
    if (life.late) late++;
    if (life.keepsPace) keptPace++;
    returned += life.returns;
  }
  expect(keptPace).toBeGreaterThan(dossiers / 3);
  expect(late).toBeGreaterThan(0);
  expect(returned).toBeGreaterThan(dossiers / 20);
  expect(performance.now() - start).toBeLessThan(60_000);
}, 90_000);

function live(acceptedAt: number) {
  const question = {
    acceptedAt,
    policy,
    calendar,
    complex: random() < 0.1,
    extendDays: random() < 0.1 ? 1 + Math.floor(random() * 2) : 0,
  };
  const deadlines = deriveDeadlines(question);
  const { receivedAt, legalDue } = deadlines;
  assert(nextWorkingInstant(calendar, receivedAt) === receivedAt, 'receipt in hours', question);
  assert(legalDue === closeOfDay(calendar, dayOf(legalDue)), 'due at a close', question);
  assert(receivedAt >= acceptedAt && receivedAt <= legalDue, 'receipt between', question);
  const keepsPace = random() < 0.5;
  const used: Record<Step, number> = { create: 0, sign: 0, seal: 0 };
  let now = receivedAt;
  let returns = 0;
  for (let at = 0; at < steps.length; at++) {
    const step = steps[at]!;
    const end = work(question, deadlines, step, now, used, keepsPace);
    used[step] += workingMsBetween(calendar, now, end);
    now = end;
    if (step === 'sign' && returns < 2 && random() < 0.125) {
      returns++;
      at = -1;
    }
  }
  // Whoever keeps to the pace of every step keeps the law, whatever was sent back before.
  assert(!keepsPace || now <= legalDue, 'the pace keeps the law', question);
  return { late: now > legalDue, keepsPace, returns };
}

function work(
  question: DeadlineQuestion,
  deadlines: ReturnType<typeof deriveDeadlines>,
  step: Step,
  startedAt: number,
  used: Record<Step, number>,
  keepsPace: boolean,
): number {
  const index = steps.indexOf(step);
  const left = deadlines.steps.map(({ step: name, budgetMinutes }) =>
    Math.max(0, budgetMinutes * msPerMinute - used[name]),
  );
  const { legalDue } = deadlines;
  const plan = deriveStepFigures({
    step,
    startedAt,
    budgetLeftMs: left[index]!,
    laterBudgetsMs: left.slice(index + 1),
    dueByHours: used[step] > 0 ? undefined : deadlines.steps[index]!.dueByHours,
    legalDue,
    policy,
    calendar,
  });
  const ahead = plan.due > nextWorkingInstant(calendar, startedAt);
  assert(plan.due === Math.min(plan.dueByHours, legalDue), 'due is the earlier', question);
  assert(plan.pace <= legalDue, 'no pace behind the law', question);
  assert(!ahead || plan.pace <= plan.due, 'no pace behind a due ahead', question);
  assert(!ahead || plan.noticeAt <= plan.pace, 'the notice comes before the pace', question);
  assert(plan.noticeAt >= startedAt, 'the notice comes after the start', question);
  const allowed = Math.max(plan.pace, startedAt);
  if (keepsPace) {
    const working = workingMsBetween(calendar, startedAt, allowed);
    return addWorkingMs(calendar, startedAt, Math.floor(working * random()));
  }
  return addWorkingMs(calendar, startedAt, Math.floor(random() * random() * 6 * 3_600_000));
}

test('the reasons of any answer name a citation each', () => {
  for (let i = 0; i < 2_000; i++) {
    const acceptedAt = first + Math.floor(random() * (last - first));
    const { because } = computeDeadlines({ acceptedAt, policy, calendar });
    for (const { rule, citation } of because) {
      if (rule.length < 10 || citation.length < 4) throw new Error(JSON.stringify(because));
    }
  }
});
