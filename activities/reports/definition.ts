import type { CashLine } from '../../db/drawers/read-cash';
import type { LivedDossier } from '../../db/reports/read-lived-dossiers';
import type { ReportOffice } from '../../db/reports/record-report';
import type { TargetLine } from '../../db/targets/list-targets';
import type { KeptFigures } from '../../documents/reports/contents-of';
import type { Cell, Column } from '../../domain/report-contents';
import type { Rules } from '../../policies/load-rules';
import type { Span } from './judge-dossier';
import type { Names } from './tally';

/** What a report is counted from, and for whom. */
export interface Reading {
  span: Span;
  /** Those it is about, by name; the one that asked is among them. */
  offices: readonly ReportOffice[];
  asking: ReportOffice;
  /** Where they were asked for: all that were set up to the instant, the oldest first. */
  targets: readonly TargetLine[];
  /** Where it was asked for: what went into the drawers and out of them in the time. */
  cash: readonly CashLine[];
  rules: Rules;
  /** Where its links lead; without a trailing slash. */
  publicUrl: string;
}

/** A line of the sheet that goes into every detail; it names people once their names are known. */
export interface PendingRow {
  people: readonly string[];
  cells: (names: Names) => Cell[];
}

/** Counts dossiers one by one; its memory does not grow with them, or by little each. */
export interface ReportCount {
  add: (dossier: LivedDossier) => PendingRow[];
  /** Lines that waited for what comes after them. */
  end?: () => PendingRow[];
  /** Ids of those whose names the figures need. */
  people: () => readonly string[];
  figures: (names: Names) => KeptFigures;
}

/** A report: what it reads, how it counts, and which lines its long sheet has. */
export interface ReportDefinition {
  /** Acts it looks at beside those that every report needs. */
  acts?: readonly string[];
  /** Whether it looks at receipts and the register. */
  withPapers?: true;
  withTargets?: true;
  /** Whether it looks at what went into the drawers and out of them. */
  withCash?: true;
  long: { name: string; title: string; columns: Column[] } | null;
  begin: (reading: Reading) => ReportCount;
}
