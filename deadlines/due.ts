import { SaoyError } from '../domain/problem';
import { addHours, shareOf } from './budgets';
import type { Calendar } from './calendar';
import { shiftByPauses } from './pauses';
import type { DeadlineQuestion, Deadlines, ExplainedDeadlines, StepDeadline } from './questions';
import { explainDeadlines } from './reasons';
import type { DeadlineRules } from './rules';
import { type Day, dayOf, msPerMinute, startOfDay, timeOfDay } from '../time/time';
import {
  addWorkingDays,
  addWorkingMs,
  closeOfDay,
  nextWorkingInstant,
  workingDayFrom,
  workingMsBetween,
} from './working-time';

/**
 * Every due time of a dossier at its acceptance, with the reasons in the order they were applied.
 * All instants are epoch milliseconds. Pure: the same question has the same answer for ever.
 * @throws SaoyError `extension-too-long`, `calendar-out-of-range`.
 */
export function computeDeadlines(question: DeadlineQuestion): ExplainedDeadlines {
  const deadlines = deriveDeadlines(question);
  return { ...deadlines, because: explainDeadlines(question, deadlines) };
}

/** `computeDeadlines` without the sentences, for re-deriving thousands at a time. */
export function deriveDeadlines(question: DeadlineQuestion): Deadlines {
  const { acceptedAt, policy, calendar } = question;
  const receivedAt = nextWorkingInstant(calendar, acceptedAt);
  const baseDay = baseDueDay(question, receivedAt);
  const dueDay = extendedDueDay(question, baseDay);
  const unpaused = endOf(policy, calendar, dueDay);
  const legalDue = pausedDue(question, unpaused);
  return {
    receivedAt,
    legalDue,
    slip: dueDay > dayOf(acceptedAt) || legalDue > unpaused,
    steps: stepDeadlines(question, receivedAt, legalDue),
  };
}

/**
 * The day of the base due: the day of receipt, or the next working day after the cut-off.
 * Applied once, to `receivedAt`, exact to the millisecond (NĐ 23/2015 Đ7).
 */
export function baseDueDay({ policy, calendar }: DeadlineQuestion, receivedAt: number): Day {
  const time = timeOfDay(receivedAt);
  const { timeMs, inclusive } = policy.cutoff;
  const sameDay = inclusive ? time <= timeMs : time < timeMs;
  return sameDay ? dayOf(receivedAt) : addWorkingDays(calendar, dayOf(receivedAt), 1);
}

/** Working days the question adds; the complex track is an extension unless the officer says less. */
export function extensionDays({ policy, complex, extendDays }: DeadlineQuestion): number {
  const days = extendDays ?? 0;
  const { daysMax } = policy.extension;
  if (!Number.isSafeInteger(days) || days < 0 || days > daysMax) {
    throw new SaoyError('extension-too-long', { daysMax });
  }
  return days === 0 && complex === true ? policy.complex.extensionDays : days;
}

function extendedDueDay(question: DeadlineQuestion, baseDay: Day): Day {
  const days = extensionDays(question);
  const extended = days === 0 ? baseDay : addWorkingDays(question.calendar, baseDay, days);
  if (question.extendUntil === undefined) return extended;
  // Whatever the calendar does later, an agreement never takes time away.
  return Math.max(extended, workingDayFrom(question.calendar, question.extendUntil));
}

function endOf(policy: DeadlineRules, calendar: Calendar, day: Day): number {
  return policy.endOfDay.kind === 'close' ? closeOfDay(calendar, day) : startOfDay(day + 1);
}

/** The legal clock stands still by a pause only where the policy's rule says so of it. */
function pausedDue({ calendar, pauses = [] }: DeadlineQuestion, legalDue: number): number {
  const legal = pauses.filter(({ stopsLegal }) => stopsLegal);
  return legal.length === 0 ? legalDue : shiftByPauses(calendar, legalDue, legal);
}

function stepDeadlines(
  question: DeadlineQuestion,
  receivedAt: number,
  legalDue: number,
): StepDeadline[] {
  const chain = chainBudgets(question, receivedAt);
  const last = chain.at(-1);
  if (last === undefined || last.dueByHours <= legalDue) return chain;
  const { calendar } = question;
  const available = workingMsBetween(calendar, receivedAt, legalDue);
  const totalMinutes = chain.reduce((sum, { budgetMinutes }) => sum + budgetMinutes, 0);
  let minutes = 0;
  for (const link of chain) {
    minutes += link.budgetMinutes;
    const share = shareOf(available, minutes, totalMinutes);
    link.pace = link === last ? legalDue : addWorkingMs(calendar, receivedAt, share);
    link.due = Math.min(link.dueByHours, legalDue);
  }
  return chain;
}

/** Each budget from the end of the one before it, never from a compressed due (B.5, reading 5). */
function chainBudgets(
  { policy, calendar, complex, pauses = [] }: DeadlineQuestion,
  receivedAt: number,
): StepDeadline[] {
  let end = receivedAt;
  return policy.steps.map((rule) => {
    const onComplexTrack = complex === true ? rule.complexBudgetMinutes : undefined;
    const budgetMinutes = onComplexTrack ?? rule.budgetMinutes;
    end = addHours(policy, calendar, end, budgetMinutes * msPerMinute);
    const due = pauses.length === 0 ? end : shiftByPauses(calendar, end, pauses);
    return { step: rule.step, budgetMinutes, dueByHours: due, due, pace: due };
  });
}
