import type { ReportContents } from '../../domain/report-contents';
import type { ReportKind } from '../../domain/report-kinds';
import type { ReportFigures } from '../../domain/reports';
import { complianceContents } from './compliance-tables';

/** What is kept of a report: the figures of the one on the internal process, of any other what it says. */
export type KeptFigures = ReportFigures | ReportContents;

/** What a report says, from what is kept of it. */
export function contentsOf(kind: ReportKind, kept: KeptFigures): ReportContents {
  return kind === 'compliance'
    ? complianceContents(kept as ReportFigures)
    : (kept as ReportContents);
}
