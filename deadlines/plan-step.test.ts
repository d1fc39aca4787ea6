import { describe, expect, test } from '@jest/globals';
import { loadRules } from '../policies/load-rules';
import { computeDeadlines } from './due';
import { planStep } from './plan-step';
import type { StepQuestion } from './questions';
import { parseInstant } from './parse-time';
import { formatInstant } from '../time/time';

const rules = loadRules();
const policy = rules.getPolicy('hanoi-1287-2024');
const calendar = rules.calendarOf('vn');
const hour = 3_600_000;

const at = (text: string) => parseInstant(`2026-11-${text.replace(' ', 'T')}+07:00`);
const written = (instant: number) => formatInstant(instant).slice(8, 16).replace('T', ' ');

/** A plan for a step of a dossier accepted on Monday the 16th and due that day. */
function plan(startedAt: string, options: Partial<StepQuestion>) {
  const answer = planStep({
    step: 'create',
    startedAt: at(startedAt),
    budgetLeftMs: 4 * hour,
    laterBudgetsMs: [2 * hour, 2 * hour],
    legalDue: at('16 17:30'),
    policy,
    calendar,
    ...options,
  });
  const { dueByHours, due, pace, noticeAt, escalateAt } = answer;
  return {
    byHours: written(dueByHours),
    due: written(due),
    pace: written(pace),
    notice: written(noticeAt),
    escalate: escalateAt === null ? null : written(escalateAt),
    because: answer.because,
  };
}

describe('planning a step', () => {
  test('budgets that fit: pace is the budget, the notice at three quarters of it', () => {
    expect(plan('16 08:00', {})).toMatchObject({
      byHours: '16 12:00',
      due: '16 12:00',
      pace: '16 12:00',
      notice: '16 11:00',
    });
  });

  test('budgets that overrun the law share the time left', () => {
    // Six hours for eight: 3, 1½, 1½.
    expect(plan('16 10:00', {})).toMatchObject({
      byHours: '16 15:30',
      due: '16 15:30',
      pace: '16 14:30',
      notice: '16 13:45',
    });
  });

  test('the pace is computed anew when the next step starts', () => {
    // Created by 11:00 instead of 14:30: five hours for four, nothing to shrink.
    const early = { step: 'sign', budgetLeftMs: 2 * hour, laterBudgetsMs: [2 * hour] } as const;
    expect(plan('16 11:00', { ...early, dueByHours: at('16 17:30') })).toMatchObject({
      byHours: '16 17:30',
      due: '16 17:30',
      pace: '16 14:30',
    });
    // Created only by 15:30: two hours for four.
    expect(plan('16 15:30', { ...early, dueByHours: at('16 17:30') })).toMatchObject({
      pace: '16 16:30',
      due: '16 17:30',
      notice: '16 16:15',
    });
  });

  test('the last step’s pace is the legal due where the budget overruns it', () => {
    const last = { step: 'seal', budgetLeftMs: 2 * hour, laterBudgetsMs: [] } as const;
    expect(plan('16 16:30', last)).toMatchObject({
      byHours: '17 09:00',
      due: '16 17:30',
      pace: '16 17:30',
      notice: '16 17:15',
    });
  });

  test('a returned dossier resumes with what was left of the budget', () => {
    expect(
      plan('16 14:00', { budgetLeftMs: 0.5 * hour, laterBudgetsMs: [2 * hour, 2 * hour] }),
    ).toMatchObject({ byHours: '16 14:30', due: '16 14:30', pace: '16 14:23', notice: '16 14:17' });
    expect(plan('16 14:00', { budgetLeftMs: 0 })).toMatchObject({
      byHours: '16 14:00',
      due: '16 14:00',
      pace: '16 14:00',
      notice: '16 14:00',
    });
  });

  test('a step that starts outside working time starts with the next opening', () => {
    expect(plan('16 12:20', { budgetLeftMs: hour, laterBudgetsMs: [] })).toMatchObject({
      byHours: '16 14:30',
      notice: '16 14:15',
    });
  });

  test('a due of the chain that lies ahead bounds the pace; one behind does not', () => {
    const late = { budgetLeftMs: hour, laterBudgetsMs: [] };
    expect(plan('16 14:00', { ...late, dueByHours: at('16 14:30') })).toMatchObject({
      due: '16 14:30',
      pace: '16 14:30',
    });
    expect(plan('16 14:00', { ...late, dueByHours: at('16 11:00') })).toMatchObject({
      due: '16 11:00',
      pace: '16 15:00',
    });
  });

  test('a due of the chain at the very start of the step lies behind', () => {
    const late = { budgetLeftMs: hour, laterBudgetsMs: [], dueByHours: at('16 14:00') };
    expect(plan('16 14:00', late)).toMatchObject({ due: '16 14:00', pace: '16 15:00' });
  });

  test('a legal due after the day’s work is the pace of the last step that overruns it', () => {
    const last = { step: 'seal', budgetLeftMs: 2 * hour, laterBudgetsMs: [] } as const;
    expect(plan('16 16:30', { ...last, legalDue: at('17 00:00') })).toMatchObject({
      due: '17 00:00',
      pace: '17 00:00',
    });
  });

  test('a policy older than the rule calls no supervisor', () => {
    const older = { ...policy, escalation: undefined };
    expect(plan('16 08:00', { policy: older }).escalate).toBeNull();
  });

  test('after the legal due everything is overdue at once', () => {
    expect(plan('17 09:00', {})).toMatchObject({
      due: '16 17:30',
      pace: '16 17:30',
      notice: '17 09:00',
    });
  });

  test('agrees with the figures of the acceptance when the first step starts at once', () => {
    for (const accepted of ['16 08:00', '16 10:00', '16 14:50', '16 15:30', '14 11:00']) {
      const deadlines = computeDeadlines({ acceptedAt: at(accepted), policy, calendar });
      const [first, ...later] = deadlines.steps;
      const answer = planStep({
        step: 'create',
        startedAt: deadlines.receivedAt,
        budgetLeftMs: first!.budgetMinutes * 60_000,
        laterBudgetsMs: later.map(({ budgetMinutes }) => budgetMinutes * 60_000),
        dueByHours: first!.dueByHours,
        legalDue: deadlines.legalDue,
        policy,
        calendar,
      });
      expect(answer).toMatchObject({
        dueByHours: first!.dueByHours,
        due: first!.due,
        pace: first!.pace,
      });
    }
  });

  test('a step that starts over its due is escalated half an hour after its start', () => {
    expect(plan('17 08:00', {}).escalate).toBe('17 08:30');
    expect(plan('16 18:00', {}).escalate).toBe('17 08:30');
    expect(plan('16 08:00', {}).escalate).toBe('16 14:00');
  });

  test('a step with no budget left is noticed when it begins, be it at noon', () => {
    expect(plan('16 12:20', { budgetLeftMs: 0 })).toMatchObject({
      pace: '16 13:30',
      notice: '16 12:20',
    });
  });

  test('a negative or broken budget is refused', () => {
    for (const budgetLeftMs of [-1, 0.5, Number.NaN]) {
      expect(() => plan('16 10:00', { budgetLeftMs })).toThrow('budget-invalid');
    }
    expect(() => plan('16 10:00', { laterBudgetsMs: [-1] })).toThrow('budget-invalid');
  });

  test('every reason has its citation', () => {
    const { because } = plan('16 10:00', {});
    expect(because.length).toBeGreaterThan(1);
    expect(because.every(({ citation }) => citation.length > 3)).toBe(true);
  });
});
