import type { ReportLine } from '../../db/reports/record-report';
import { isProblemCode, sentence } from '../../domain/problem';
import type { ReportView } from './contract';

/** A report as its list shows it. */
export function viewReport(report: ReportLine): ReportView {
  const { id, kind, branch, fromDay, toDay, asOf, askedAt, progress, doneAt, failure, dataHash } =
    report;
  return {
    ...{ id, kind, branch, from: fromDay, to: toDay, progress },
    scheduled: report.scheduleId !== null,
    asOf: asOf.toISOString(),
    askedAt: askedAt.toISOString(),
    doneAt: doneAt?.toISOString() ?? null,
    failure:
      failure === null
        ? null
        : { code: failure, text: isProblemCode(failure) ? sentence(failure, 'vi', {}) : failure },
    dataCode: dataHash?.slice(0, 16) ?? null,
  };
}
