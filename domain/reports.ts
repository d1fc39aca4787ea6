import type { Step } from './process';

/** What a compliance report says, as its page, its workbook and its PDF show it. Times are working minutes. */

/** By the law's due or a step's: before, in time, after. */
export interface Punctuality {
  early: number;
  onTime: number;
  late: number;
}

/** Dossiers of a time span: what came in equals what ended and what is still under way. */
export interface DossierCounts {
  carried: number;
  received: number;
  /** Delivered, by the legal due. */
  done: Punctuality;
  refused: number;
  cancelled: number;
  withdrawn: number;
  openInTime: number;
  openLate: number;
}

export interface StepFigures extends Punctuality {
  done: number;
  median: number;
  p90: number;
  max: number;
}

/** A step on its usual budget, or on that of the complex track. */
export interface StepLine extends StepFigures {
  step: Step;
  complex: boolean;
}

export interface OfficeLine extends DossierCounts {
  officeId: string;
  code: string;
  name: string;
  steps: StepLine[];
  returned: number;
  extended: number;
  apologies: number;
  /** Place by the share delivered in time; null where nothing was delivered. */
  rank: number | null;
}

export interface PersonLine extends StepFigures {
  personId: string;
  name: string;
  office: string;
  step: Step;
  /** Dossiers that this person sent back. */
  returned: number;
}

export interface GroundLine {
  id: string;
  text: string;
  count: number;
}

export interface ReportFigures {
  total: DossierCounts;
  steps: StepLine[];
  offices: OfficeLine[];
  /** `YYYY-MM`, each month from its own first day on. */
  months: ({ month: string } & DossierCounts)[];
  people: PersonLine[];
  extended: GroundLine[];
  refused: GroundLine[];
  returned: GroundLine[];
  /** Where dossiers were whose legal due went by, those sent back apart. */
  lateBy: GroundLine[];
  apologies: number;
  /** Rows of the sheet of dossiers. */
  dossiers: number;
}

/** What came in and is accounted for: holds for every line of every table. */
export function isBalanced(counts: DossierCounts): boolean {
  return counts.carried + counts.received === endedOf(counts) + counts.openInTime + counts.openLate;
}

export function deliveredOf({ done }: Pick<DossierCounts, 'done'>): number {
  return done.early + done.onTime + done.late;
}

function endedOf(counts: DossierCounts): number {
  return deliveredOf(counts) + counts.refused + counts.cancelled + counts.withdrawn;
}

/** Share delivered in time, 0…1; null where nothing was delivered. */
export function onTimeShareOf({ done }: Pick<DossierCounts, 'done'>): number | null {
  const delivered = deliveredOf({ done });
  return delivered === 0 ? null : (done.early + done.onTime) / delivered;
}
