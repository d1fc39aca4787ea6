import type { LivedAct, LivedDossier, LivedRound } from '../../db/reports/read-lived-dossiers';
import { type Stage, type Step, steps } from '../../domain/process';
import type { Punctuality } from '../../domain/reports';
import { dayOf } from '../../time/time';

/** From the first instant of a report's time to the one after its last; judged by what had happened at `asOf`. */
export interface Span {
  from: Date;
  before: Date;
  asOf: Date;
}

/** A time that is not over yet ends with its instant. */
export function endOf({ before, asOf }: Span): Date {
  const last = new Date(before.getTime() - 1);
  return asOf < last ? asOf : last;
}

/** Whether something was in the report's time. */
export function isWithin(at: Date, { from, before }: Span): boolean {
  return at >= from && at < before;
}

/** How one step went, all its rounds together. */
export interface DoneStep {
  step: Step;
  doneAt: Date;
  /** Working minutes of all rounds. */
  minutes: number;
  /** By the chain of budgets in working time: what decision 1287 asks. */
  dueByHours: Date;
  by: string | null;
  mark: keyof Punctuality;
}

/** A dossier as it stood at a report's instant. */
export interface StoodDossier {
  legalDue: Date;
  endedAt: Date | null;
  /** Where it ended; null while it is under way. */
  outcome: Stage | null;
  documentType: string | null;
  originalPages: number;
  copies: number;
  numbered: boolean;
  steps: DoneStep[];
  acts: LivedAct[];
}

/** An hour is what decision 1287 counts steps in: done early is done by an hour or more. */
const earlyByMs = 3_600_000;

/**
 * Turns a dossier back to how it stood at an instant: later extensions, corrections and acts are undone, so that the
 * same instant gives the same figures whenever it is asked about. Pure.
 */
export function standAt(dossier: LivedDossier, asOf: Date): StoodDossier {
  const acts = dossier.acts.filter(({ at }) => at <= asOf);
  const later = dossier.acts.filter(({ at }) => at > asOf);
  const ended = dossier.endedAt && dossier.endedAt <= asOf ? dossier.endedAt : null;
  const done = listDoneSteps(dossier, acts, asOf);
  const corrected = later.find(({ action }) => action === 'correct')?.details;
  const moved = later.find(({ details }) => typeof details['oldDue'] === 'string')?.details;
  return {
    legalDue: moved ? new Date(String(moved['oldDue'])) : dossier.legalDue,
    endedAt: ended,
    outcome: ended ? dossier.stage : null,
    // What it was called before a later correction stands in words alone.
    documentType: corrected ? null : dossier.documentType,
    originalPages: Number(corrected?.['pagesBefore'] ?? dossier.originalPages),
    copies: Number(corrected?.['copiesBefore'] ?? dossier.copies),
    numbered: done.some(({ step }) => step === 'seal'),
    ...{ steps: done, acts },
  };
}

/** By the law: on an earlier day than the due's, on that day in time, or after the due. */
export function markByLaw(endedAt: Date, legalDue: Date): keyof Punctuality {
  if (endedAt > legalDue) return 'late';
  return dayOf(endedAt.getTime()) < dayOf(legalDue.getTime()) ? 'early' : 'onTime';
}

/** Where a dossier was when its legal due went by: the step, or `returned` where it had been sent back before. */
export function causeOfLateness(
  { rounds }: Pick<LivedDossier, 'rounds'>,
  { legalDue, acts }: StoodDossier,
): Step | 'returned' | 'delivery' {
  if (acts.some(({ action, at }) => action === 'return' && at <= legalDue)) return 'returned';
  const running = rounds.find(
    ({ startedAt, endedAt }) => startedAt <= legalDue && (endedAt === null || endedAt > legalDue),
  );
  return (
    running?.step ?? (rounds.some(({ startedAt }) => startedAt > legalDue) ? 'create' : 'delivery')
  );
}

/**
 * The steps that were done. A step is done when the dossier left it forwards: a round that ended with a return, a
 * refusal or a withdrawal is not.
 */
function listDoneSteps(dossier: LivedDossier, acts: LivedAct[], asOf: Date): DoneStep[] {
  const rounds = dossier.rounds.filter((round) => hadBegun(round, asOf));
  const completedAt = acts.findLast(({ action }) => action === 'complete')?.at ?? null;
  return steps.flatMap((step) => {
    const own = rounds.filter((round) => round.step === step).sort((a, b) => a.round - b.round);
    const last = own.at(-1);
    if (!last?.endedAt || last.endedAt > asOf) return [];
    const { endedAt: doneAt, dueByHours } = last;
    if (!wentForward(step, doneAt, rounds, completedAt)) return [];
    // Sent back afterwards, it is to be done again.
    if (acts.some(({ action, at }) => action === 'return' && at > doneAt)) return [];
    const usedMs = own.reduce((sum, { usedMs: used }) => sum + (used ?? 0), 0);
    // The proof ends the last step by itself; whose step it was, sealed.
    const sealed = acts.findLast(({ action }) => action === 'seal')?.actorId;
    const by = (step === 'seal' ? sealed : last.actorId) ?? null;
    const mark = markByHours(doneAt, dueByHours);
    return [{ step, doneAt, minutes: usedMs / 60_000, dueByHours, by, mark }];
  });
}

/** The clock of a dossier accepted after hours starts at the next opening; people may work on it before. */
function hadBegun({ step, round, startedAt }: LivedRound, asOf: Date): boolean {
  return startedAt <= asOf || (step === 'create' && round === 1);
}

function markByHours(doneAt: Date, due: Date): keyof Punctuality {
  if (doneAt > due) return 'late';
  return due.getTime() - doneAt.getTime() >= earlyByMs ? 'early' : 'onTime';
}

function wentForward(
  step: Step,
  endedAt: Date,
  rounds: readonly LivedRound[],
  completedAt: Date | null,
): boolean {
  const next = steps[steps.indexOf(step) + 1];
  if (next === undefined) return completedAt !== null && completedAt >= endedAt;
  return rounds.some((round) => round.step === next && round.startedAt >= endedAt);
}
