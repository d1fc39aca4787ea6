import type { ReportedDossier, StepRound } from '../../db/dossiers/read-step-rounds';
import { dayOf, formatDate } from '../../time/time';
import { type Step, steps } from '../../domain/process';

/** How one step of one dossier went, all its rounds together. */
export interface DoneStep {
  step: Step;
  doneAt: Date;
  /** Working minutes of all rounds. */
  minutes: number;
  /** By the chain of budgets in working time: the compliance figure. */
  dueByHours: Date;
  late: boolean;
}

/** A line of the first sheet. Minutes are working minutes. */
export interface ComplianceLine {
  step: Step;
  /** `YYYY-MM-DD` at UTC+7, on which the step was done. */
  day: string;
  done: number;
  late: number;
  medianMinutes: number;
  p90Minutes: number;
}

/**
 * Per step and day: how many were done, how many late, and how long they took, by what had happened
 * at `asOf`: asked again with the same instant, the figures are the same. Pure.
 */
export function computeCompliance(
  dossiers: readonly ReportedDossier[],
  period: { from: Date; before: Date; asOf: Date },
): ComplianceLine[] {
  const groups = new Map<string, DoneStep[]>();
  for (const done of dossiers.flatMap((dossier) => listDoneSteps(dossier, period.asOf))) {
    if (done.doneAt < period.from || done.doneAt >= period.before) continue;
    const key = `${formatDate(dayOf(done.doneAt.getTime()))} ${steps.indexOf(done.step)}`;
    groups.set(key, [...(groups.get(key) ?? []), done]);
  }
  return [...groups.entries()]
    .sort(([one], [other]) => (one < other ? -1 : 1))
    .map(([key, group]) => {
      const minutes = group.map((done) => done.minutes).sort((a, b) => a - b);
      return {
        step: (group[0] as DoneStep).step,
        day: key.slice(0, 'YYYY-MM-DD'.length),
        done: group.length,
        late: group.filter((done) => done.late).length,
        medianMinutes: median(minutes),
        p90Minutes: nearestRank(minutes, 90),
      };
    });
}

/**
 * The steps that were done at `asOf`. A step is done when the dossier left it forwards: a round that
 * ended with a return, a refusal or a withdrawal is not.
 */
export function listDoneSteps(dossier: ReportedDossier, asOf: Date): DoneStep[] {
  const rounds = dossier.rounds.filter(({ startedAt }) => startedAt <= asOf);
  return steps.flatMap((step) => {
    const own = rounds.filter((round) => round.step === step).map((round) => until(round, asOf));
    const last = own.at(-1);
    if (!last?.endedAt || !wentForward(dossier, step, last.endedAt, rounds, asOf)) return [];
    const usedMs = own.reduce((sum, round) => sum + (round.usedMs ?? 0), 0);
    const { endedAt: doneAt, dueByHours } = last;
    return [{ step, doneAt, minutes: usedMs / 60_000, dueByHours, late: doneAt > dueByHours }];
  });
}

/** The round as it stood at `asOf`. */
function until(round: StepRound, asOf: Date): StepRound {
  return round.endedAt && round.endedAt > asOf ? { ...round, endedAt: null } : round;
}

function wentForward(
  { completedAt }: ReportedDossier,
  step: Step,
  endedAt: Date,
  rounds: readonly StepRound[],
  asOf: Date,
): boolean {
  const next = steps[steps.indexOf(step) + 1];
  if (next === undefined) return completedAt !== null && completedAt <= asOf;
  return rounds.some((round) => round.step === next && round.startedAt >= endedAt);
}

/** Of sorted values; the mean of the two in the middle where there are two. */
function median(sorted: readonly number[]): number {
  const middle = sorted.length / 2;
  const upper = sorted[Math.floor(middle)] ?? 0;
  return Number.isInteger(middle) ? ((sorted[middle - 1] ?? 0) + upper) / 2 : upper;
}

/** Smallest value that at least `percent` of the sorted values do not exceed. */
function nearestRank(sorted: readonly number[], percent: number): number {
  return sorted[Math.ceil((sorted.length * percent) / 100) - 1] ?? 0;
}
