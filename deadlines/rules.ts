import type { Step } from '../domain/process';

/** Every value names the authority it comes from. */
interface Cited {
  citation: string;
}

export interface StepRule extends Cited {
  step: Step;
  /** Vietnamese name of the step, for sentences. */
  name: string;
  budgetMinutes: number;
  /** Budget on the complex track; absent where that track leaves the step alone. */
  complexBudgetMinutes?: number;
}

export interface Ground extends Cited {
  id: string;
  vi: string;
  en: string;
  /** The same in everyday words, for citizens. */
  plain?: string;
}

/** A reason for which a clock may stand still; `stops` says which: the step's alone, or the legal one too. */
export interface PauseGround extends Ground {
  stops: 'step' | 'legal';
}

/** The part of a policy that the clocks need. Plain data; `policies/` reads it from YAML. */
export interface DeadlineRules {
  id: string;
  version: string;
  name: string;
  /** `YYYY-MM-DD`, inclusive; null = until further notice. */
  validFrom: string;
  validTo: string | null;
  /** What starts the clock: the officer's acceptance of the original. */
  clockStart: Cited & { kind: 'acceptance' };
  /** Milliseconds since midnight; `inclusive`: that very instant is still the same day. */
  cutoff: Cited & { timeMs: number; inclusive: boolean };
  /** When "that day" ends. */
  endOfDay: Cited & { kind: 'close' | 'midnight' };
  /** What an hour of a step's budget is. */
  hoursKind: Cited & { kind: 'working' | 'elapsed' };
  outsideHours: Cited & { kind: 'next-opening' };
  steps: readonly StepRule[];
  /** What binds the steps to the legal due. */
  stepsWithinLaw: Cited;
  /** The complex track is an extension by itself. */
  complex: Cited & { extensionDays: number };
  extension: Cited & {
    daysMax: number;
    grounds: readonly Ground[];
    /** An agreed date on a day off ends with the next working day. */
    dayOffCitation: string;
  };
  slip: Cited;
  notice: Cited & { percent: number };
  /** No ground: no clock ever stands still. */
  pause: Cited & { grounds: readonly PauseGround[] };
  /** Working minutes after a step's breach that the supervisor is called; absent in sets older than the rule. */
  escalation?: (Cited & { afterMinutes: number }) | undefined;
}

/** One reason of an answer: the rule in Vietnamese and where it is written. */
export interface Reason {
  rule: string;
  citation: string;
}
