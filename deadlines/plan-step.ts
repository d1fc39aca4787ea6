import { SaoyError } from '../domain/problem';
import { addHours, shareOf } from './budgets';
import type { StepFigures, StepPlan, StepQuestion } from './questions';
import { explainStep } from './reasons';
import { msPerMinute } from '../time/time';
import { addWorkingMs, nextWorkingInstant, workingMsBetween } from './working-time';

/**
 * The three figures of a step when it starts, and its notice. All instants are epoch milliseconds.
 * Pace: where what is left of all budgets overruns the law, the working time left until the legal
 * due is shared in proportion to them; it never lies behind a due that is still ahead.
 * @throws SaoyError `budget-invalid`, `calendar-out-of-range`.
 */
export function planStep(question: StepQuestion): StepPlan {
  const figures = deriveStepFigures(question);
  return { ...figures, because: explainStep(question, figures) };
}

/** `planStep` without the sentences, for thousands at a time. */
export function deriveStepFigures(question: StepQuestion): StepFigures {
  const { startedAt, legalDue, policy, calendar, budgetLeftMs, laterBudgetsMs } = question;
  for (const budget of [budgetLeftMs, ...laterBudgetsMs]) {
    if (!Number.isSafeInteger(budget) || budget < 0) throw new SaoyError('budget-invalid');
  }
  const from = nextWorkingInstant(calendar, startedAt);
  const dueByHours = question.dueByHours ?? addHours(policy, calendar, from, budgetLeftMs);
  const due = Math.min(dueByHours, legalDue);
  const pace = paceOf(question, from, due);
  return {
    ...{ dueByHours, due, pace },
    noticeAt: noticeOf(question, from, pace),
    escalateAt: escalationOf(question, from, due),
  };
}

/** Counted in working time from the due, or from the start of a step that starts over its due. */
function escalationOf({ policy, calendar }: StepQuestion, from: number, due: number) {
  if (policy.escalation === undefined) return null;
  return addWorkingMs(calendar, Math.max(from, due), policy.escalation.afterMinutes * msPerMinute);
}

function noticeOf(
  { startedAt, policy, calendar }: StepQuestion,
  from: number,
  pace: number,
): number {
  if (pace <= from) return startedAt;
  const toPace = workingMsBetween(calendar, from, pace);
  return addWorkingMs(calendar, from, shareOf(toPace, policy.notice.percent, percentWhole));
}

const percentWhole = 100;

function paceOf(question: StepQuestion, from: number, due: number): number {
  const { legalDue, calendar, budgetLeftMs, laterBudgetsMs } = question;
  if (legalDue <= from) return legalDue;
  const total = laterBudgetsMs.reduce((sum, budget) => sum + budget, budgetLeftMs);
  const available = workingMsBetween(calendar, from, legalDue);
  const overrun = total > available;
  const pace =
    overrun && budgetLeftMs === total
      ? legalDue
      : addWorkingMs(
          calendar,
          from,
          overrun ? shareOf(available, budgetLeftMs, total) : budgetLeftMs,
        );
  return due > from ? Math.min(pace, due) : pace;
}
