import type { Step } from '../domain/process';
import type { Calendar } from './calendar';
import { deriveDeadlines } from './due';
import type { PauseSpan } from './pauses';
import { planStep } from './plan-step';
import type { StepPlan } from './questions';
import type { DeadlineRules } from './rules';
import { type Day, msPerMinute } from '../time/time';

/** A dossier's own facts that its clocks depend on. Instants are epoch milliseconds. */
export interface DossierClockFacts {
  policy: DeadlineRules;
  calendar: Calendar;
  acceptedAt: number;
  legalDue: number;
  complex: boolean;
  extendDays: number;
  /** Date of a written agreement, if the extension goes by one. */
  extendUntil?: Day | undefined;
  /** Id of the legal ground of the extension, named among the reasons. */
  extensionGround?: string | undefined;
  /** Pauses that have ended. */
  pauses?: readonly PauseSpan[] | undefined;
}

/**
 * Plans a dossier's step when it starts, or resumes with what a return left of its budget.
 * @param usedMs working milliseconds that each step has taken in earlier rounds
 * @returns the plan and the budget of this round in milliseconds
 * @throws SaoyError as `planStep`
 */
export function planDossierStep(
  facts: DossierClockFacts,
  step: Step,
  startedAt: number,
  usedMs: Record<Step, number>,
): StepPlan & { budgetMs: number } {
  const { steps } = deriveDeadlines(facts);
  const index = steps.findIndex((deadline) => deadline.step === step);
  const left = (at: number): number => {
    const deadline = steps[at];
    if (deadline === undefined) return 0;
    return Math.max(0, deadline.budgetMinutes * msPerMinute - usedMs[deadline.step]);
  };
  const resumed = usedMs[step] > 0;
  const plan = planStep({
    step,
    startedAt,
    budgetLeftMs: left(index),
    laterBudgetsMs: steps.slice(index + 1).map((_, offset) => left(index + 1 + offset)),
    dueByHours: resumed ? undefined : steps[index]?.dueByHours,
    legalDue: facts.legalDue,
    policy: facts.policy,
    calendar: facts.calendar,
  });
  return { ...plan, budgetMs: left(index) };
}
