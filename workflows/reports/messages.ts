/** What a report's workflow is started with: its id only. */
export interface ReportStart {
  reportId: string;
}

export const makeReportType = 'makeReport';

/** One workflow per report. */
export function reportWorkflowId(reportId: string): string {
  return `report-${reportId}`;
}

export const makeScheduledReportsType = 'makeScheduledReports';
/** Name of the schedule, and of the workflows it starts. */
export const makeScheduledReportsId = 'make-scheduled-reports';
