import type { Client } from '@temporalio/client';
import { defineSearchAttributeKey, SearchAttributeType } from '@temporalio/common';
import { dossierTaskQueue } from '../task-queues';
import { certifyCopyType, workflowIdOf, type DossierStart } from './messages';

/** What operators search by; search attributes are never encrypted, so nothing personal. */
const officeCode = defineSearchAttributeKey('OfficeCode', SearchAttributeType.KEYWORD);
const dossierCode = defineSearchAttributeKey('DossierCode', SearchAttributeType.KEYWORD);

/**
 * Starts a dossier's workflow. It has one for ever: a second start finds the first, whether it still
 * runs or has ended.
 */
export async function startDossier(
  client: Client,
  { start, codes }: { start: DossierStart; codes: { office: string; dossier: string } },
): Promise<void> {
  await client.workflow.start(certifyCopyType, {
    workflowId: workflowIdOf(start.dossierId),
    workflowIdConflictPolicy: 'USE_EXISTING',
    workflowIdReusePolicy: 'REJECT_DUPLICATE',
    taskQueue: dossierTaskQueue,
    // What a worker that died was working on goes to another this soon.
    workflowTaskTimeout: '5s',
    args: [start],
    typedSearchAttributes: [
      { key: officeCode, value: codes.office },
      { key: dossierCode, value: codes.dossier },
    ],
  });
}
