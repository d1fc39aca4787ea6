import type { KeptSituation } from '../../domain/forecasts';
import type { Step } from '../../domain/process';
import type { Calendar } from '../calendar';
import { workingMsBetween } from '../working-time';
import { Experience } from './forecast-breach';
import { type Stay, Stays } from './stays';

/** A dossier that stands at a step now. */
export interface StandingDossier {
  dossierId: string;
  code: string;
  step: Step;
  startedAt: Date;
  legalDue: Date;
}

export interface DossierOdds extends StandingDossier {
  /** 0…1; null: too little is known. */
  odds: number | null;
}

/**
 * How likely each dossier that stands at a step of an office is to miss its legal due, the likeliest first; what is
 * late already is left out. Pure.
 * @param ends when each step last let a dossier go @param at epoch milliseconds
 */
export function oddsOfOffice(
  calendar: Calendar,
  situations: readonly KeptSituation[],
  standing: readonly StandingDossier[],
  ends: ReadonlyMap<Step, Date>,
  at: number,
): DossierOdds[] {
  const experience = recall(situations);
  const rows = new Map(standing.map((row) => [row.dossierId, row]));
  const gone = [...ends].map(([step, endedAt]): Stay => {
    const end = endedAt.getTime();
    return { dossier: '', step, startedAt: end, endedAt: end };
  });
  const here = standing.map(({ dossierId, step, startedAt }): Stay => {
    return { dossier: dossierId, step, startedAt: startedAt.getTime(), endedAt: null };
  });
  return new Stays([...gone, ...here], calendar)
    .lookAt(at)
    .flatMap(({ dossier, situation }): DossierOdds[] => {
      const row = rows.get(dossier);
      if (!row || row.legalDue.getTime() <= at) return [];
      const leftMs = workingMsBetween(calendar, at, row.legalDue.getTime());
      return [{ ...row, odds: experience.forecast(situation, leftMs) }];
    })
    .sort((one, other) => (other.odds ?? 0) - (one.odds ?? 0));
}

function recall(situations: readonly KeptSituation[]): Experience {
  const experience = new Experience();
  for (const [step, beenSeconds, before, ahead, stillSeconds, restSeconds] of situations) {
    const [beenMs, stillMs, restMs] = [beenSeconds, stillSeconds, restSeconds].map((s) => s * 1000);
    experience.add({
      ...{ step, before, ahead },
      ...{ beenMs: beenMs!, stillMs: stillMs!, restMs: restMs! },
    });
  }
  return experience;
}
