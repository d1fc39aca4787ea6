import { removeReport } from '../../db/reports/record-report';
import { SaoyError } from '../../domain/problem';
import { dossierTaskQueue } from '../../workflows/engine/task-queues';
import { makeReportType, reportWorkflowId } from '../../workflows/reports/messages';
import type { ApiDeps } from '../http/deps';

/**
 * Has a report made that was asked for; where the process cannot be reached it was never asked for.
 * @throws SaoyError `process-unavailable`
 */
export async function startReport(
  { db, temporal }: Pick<ApiDeps, 'db' | 'temporal'>,
  reportId: string,
): Promise<void> {
  try {
    const client = await temporal();
    await client.workflow.start(makeReportType, {
      workflowId: reportWorkflowId(reportId),
      taskQueue: dossierTaskQueue,
      args: [{ reportId }],
    });
  } catch (cause) {
    await removeReport(db, reportId);
    throw cause instanceof SaoyError ? cause : new SaoyError('process-unavailable', {}, { cause });
  }
}
