import type { Step } from '../domain/process';
import type { Calendar } from './calendar';
import type { PauseSpan } from './pauses';
import type { DeadlineRules, Reason } from './rules';
import type { Day } from '../time/time';

/** What is asked about due times, and the figures that answer it; the answers are made in `due` and `plan-step`. */

export interface DeadlineQuestion {
  /** When the officer accepted the original, epoch milliseconds. */
  acceptedAt: number;
  policy: DeadlineRules;
  calendar: Calendar;
  complex?: boolean | undefined;
  /** Working days added to the base due, 1 to the policy's cap; 0 is the same as absent. */
  extendDays?: number | undefined;
  /** Date of a written agreement, as a day number; may go past the cap. */
  extendUntil?: Day | undefined;
  /** Id of the policy's ground for the extension or the complex track; only named in the reasons. */
  extensionGround?: string | undefined;
  /** Pauses that have ended, by rules of the policy. */
  pauses?: readonly PauseSpan[] | undefined;
}

export interface StepDeadline {
  step: Step;
  budgetMinutes: number;
  /** End of the chain of budgets in working time: the compliance figure. */
  dueByHours: number;
  /** The earlier of that and the legal due: what "over its step" means. */
  due: number;
  /** What people are warned by: the budgets shrunk to fit the law, where they overrun it. */
  pace: number;
}

export interface Deadlines {
  receivedAt: number;
  legalDue: number;
  /** Whether an appointment slip (phiếu hẹn) must be made. */
  slip: boolean;
  steps: StepDeadline[];
}

export interface ExplainedDeadlines extends Deadlines {
  because: Reason[];
}

export interface StepQuestion {
  step: Step;
  /** When the step starts or resumes, epoch milliseconds. */
  startedAt: number;
  /** What is left of its budget, milliseconds: all of it at first, the rest after a return. */
  budgetLeftMs: number;
  /** Budgets of the steps after it, milliseconds. */
  laterBudgetsMs: readonly number[];
  /** Its due in the chain from acceptance; absent after a return: then start + what is left. */
  dueByHours?: number | undefined;
  legalDue: number;
  policy: DeadlineRules;
  calendar: Calendar;
}

export interface StepFigures {
  dueByHours: number;
  due: number;
  pace: number;
  /** When to warn: the policy's share of the working time from the start to the pace. */
  noticeAt: number;
  /** When the supervisor is called to a step that is over its due and not done; null: by no rule. */
  escalateAt: number | null;
}

export interface StepPlan extends StepFigures {
  because: Reason[];
}
