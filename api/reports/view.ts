import type { ReportLine } from '../../db/reports/record-report';
import { isProblemCode, sentence } from '../../domain/problem';
import type { ReportView } from './contract';

/** A report as its list shows it. */
export function viewReport(report: ReportLine): ReportView {
  const { id, branch, fromDay, toDay, asOf, askedAt, progress, doneAt, failure, dataHash } = report;
  return {
    ...{ id, branch, from: fromDay, to: toDay, progress },
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
