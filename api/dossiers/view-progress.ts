import type { PaperFacts, StepRun } from '../../db/papers/read-facts';
import { workingMsBetween } from '../../deadlines/working-time';
import { stepDeclarations } from '../../domain/process';
import { verdictOf } from '../../domain/step-verdict';
import type { Rules } from '../../policies/load-rules';
import { getPinnedCalendar, getPinnedPolicy } from '../../policies/pinned-rules';
import { msPerMinute } from '../../time/time';
import type { DossierProgress, StepRunView } from './progress-contract';

/** The clocks of a dossier as of an instant: each run of each step, in working time by its own pinned calendar. */
export function viewProgress(
  rules: Rules,
  { dossier, runs }: Pick<PaperFacts, 'dossier' | 'runs'>,
  at: number,
): DossierProgress {
  const viewed = runs.map((run) => viewRun(rules, dossier, run, at));
  const over = dossier.deliveredAt ?? dossier.endedAt;
  return {
    asOf: new Date(at).toISOString(),
    acceptedAt: dossier.acceptedAt.toISOString(),
    receivedAt: dossier.receivedAt.toISOString(),
    legalDue: dossier.legalDue.toISOString(),
    endedAt: over?.toISOString() ?? null,
    isLate: (over?.getTime() ?? at) > dossier.legalDue.getTime(),
    workedMinutes: viewed.reduce((sum, { usedMinutes }) => sum + usedMinutes, 0),
    because: dossier.because,
    runs: viewed,
  };
}

function viewRun(
  rules: Rules,
  { policy, calendar }: PaperFacts['dossier'],
  run: StepRun,
  at: number,
): StepRunView {
  const started = run.startedAt.getTime();
  const usedMs =
    run.usedMs ??
    (at > started ? workingMsBetween(getPinnedCalendar(rules, calendar), started, at) : 0);
  const rule = getPinnedPolicy(rules, policy).steps.find(({ step }) => step === run.step);
  return {
    ...{ step: run.step, label: stepDeclarations[run.step].vi, round: run.round },
    startedAt: run.startedAt.toISOString(),
    endedAt: run.endedAt?.toISOString() ?? null,
    actorName: run.actorName,
    budgetMinutes: Math.round(run.budgetMs / msPerMinute),
    usedMinutes: Math.round(usedMs / msPerMinute),
    dueByHours: run.dueByHours.toISOString(),
    due: run.due.toISOString(),
    verdict: verdictOf(run, at),
    citation: rule?.citation ?? '',
  };
}
