import type { Step } from '../domain/process';
import type { Calendar } from './calendar';
import { deriveDeadlines } from './due';
import type { PauseSpan } from './pauses';
import type { DeadlineRules } from './rules';
import type { Day } from '../time/time';

/** What a question about open dossiers needs to know of each. Instants are epoch milliseconds. */
export interface OpenDossier {
  id: string;
  acceptedAt: number;
  complex: boolean;
  extendDays: number;
  extendUntil?: Day | undefined;
  /** Pauses that have ended. */
  pauses?: readonly PauseSpan[] | undefined;
  /** The step it stands at. */
  step: Step;
  /** Its due as pinned now. */
  legalDue: number;
  /** Whether an appointment has been printed for it. */
  slip: boolean;
}

export interface DossierChange {
  id: string;
  legalDueBefore: number;
  legalDueAfter: number;
  lateBefore: boolean;
  lateAfter: boolean;
  /** When it is reckoned to be finished, epoch milliseconds; Infinity: never, a step has nobody. */
  finishBefore: number;
  finishAfter: number;
  /** A printed appointment would say something else, or the result comes on a later day: a slip is due. */
  newSlip: boolean;
}

export interface WhatIf {
  dossiers: number;
  toLate: number;
  toOnTime: number;
  lateBefore: number;
  lateAfter: number;
  newSlips: number;
  /** Those that move or flip, in the order given. */
  changes: DossierChange[];
}

/**
 * Which open dossiers a change of calendar or policy would move, and which flip from on time to late
 * or back. Pure; 10,000 in well under a second.
 * @param rulesFor the rules each would be under: its own where the change does not touch them.
 * @param finishes when each is reckoned to be finished: an instant for all (who is late at that
 * instant), or what a simulation says of each, before and after.
 * @throws SaoyError as `computeDeadlines`.
 */
export function computeWhatIf<Dossier extends OpenDossier>(
  dossiers: readonly Dossier[],
  rulesFor: (dossier: Dossier) => { policy: DeadlineRules; calendar: Calendar },
  finishes: Finishes,
): WhatIf {
  const answer: WhatIf = {
    dossiers: dossiers.length,
    toLate: 0,
    toOnTime: 0,
    lateBefore: 0,
    lateAfter: 0,
    newSlips: 0,
    changes: [],
  };
  for (const dossier of dossiers) {
    const { legalDue, slip } = deriveDeadlines({ ...dossier, ...rulesFor(dossier) });
    const [finishBefore, finishAfter] = [finishes.before(dossier), finishes.after(dossier)];
    count(answer, {
      id: dossier.id,
      finishBefore,
      finishAfter,
      legalDueBefore: dossier.legalDue,
      legalDueAfter: legalDue,
      lateBefore: finishBefore > dossier.legalDue,
      lateAfter: finishAfter > legalDue,
      newSlip: (dossier.slip || slip) && legalDue !== dossier.legalDue,
    });
  }
  return answer;
}

export interface Finishes {
  before: (dossier: OpenDossier) => number;
  after: (dossier: OpenDossier) => number;
}

function count(answer: WhatIf, change: DossierChange): void {
  const { lateBefore, lateAfter, newSlip } = change;
  if (lateBefore) answer.lateBefore++;
  if (lateAfter) answer.lateAfter++;
  if (lateAfter && !lateBefore) answer.toLate++;
  if (lateBefore && !lateAfter) answer.toOnTime++;
  if (newSlip) answer.newSlips++;
  if (lateBefore !== lateAfter || change.legalDueBefore !== change.legalDueAfter) {
    answer.changes.push(change);
  }
}
