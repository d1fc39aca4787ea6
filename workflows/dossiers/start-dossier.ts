import type { Client, WorkflowStartOptions } from '@temporalio/client';
import { defineSearchAttributeKey, SearchAttributeType } from '@temporalio/common';
import { dossierTaskQueue } from '../engine/task-queues';
import { nextAlarm } from './alarms';
import { certifyCopyType, workflowIdOf, type DossierStart } from './messages';

/** What operators search by; search attributes are never encrypted, so nothing personal. */
const officeCode = defineSearchAttributeKey('OfficeCode', SearchAttributeType.KEYWORD);
const dossierCode = defineSearchAttributeKey('DossierCode', SearchAttributeType.KEYWORD);
const dossierStage = defineSearchAttributeKey('DossierStage', SearchAttributeType.KEYWORD);
const legalDue = defineSearchAttributeKey('LegalDue', SearchAttributeType.DATETIME);

/** What the record says of a dossier, and the codes that operators find it by. */
export interface StartOrder {
  start: DossierStart;
  codes: { office: string; dossier: string };
}

/**
 * Starts a dossier's workflow. A dossier has one only: a second start finds the first, running or ended.
 */
export async function startDossier(client: Client, order: StartOrder): Promise<void> {
  await start(client, order, {
    workflowIdConflictPolicy: 'USE_EXISTING',
    workflowIdReusePolicy: 'REJECT_DUPLICATE',
  });
}

/** Starts it from the record in place of one that has fallen behind it. */
export async function startDossierAnew(client: Client, order: StartOrder): Promise<void> {
  await start(client, order, {
    workflowIdConflictPolicy: 'TERMINATE_EXISTING',
    workflowIdReusePolicy: 'ALLOW_DUPLICATE',
  });
}

async function start(
  client: Client,
  { start, codes }: StartOrder,
  policies: Pick<WorkflowStartOptions, 'workflowIdConflictPolicy' | 'workflowIdReusePolicy'>,
): Promise<void> {
  await client.workflow.start(certifyCopyType, {
    ...policies,
    workflowId: workflowIdOf(start.dossierId),
    taskQueue: dossierTaskQueue,
    // After this time another worker takes over from one that died.
    workflowTaskTimeout: '5s',
    startDelay: quietMs(start, Date.now()),
    args: [start],
    typedSearchAttributes: [
      { key: officeCode, value: codes.office },
      { key: dossierCode, value: codes.dossier },
      { key: dossierStage, value: start.stage },
      { key: legalDue, value: new Date(start.legalDue) },
    ],
  });
}

/** How long it has nothing to do: until its first alarm. An act that comes earlier wakes it. Milliseconds. */
export function quietMs({ stage, clock, legalDue, paused }: DossierStart, now: number): number {
  // At a later stage the workflow may have work of its own at once.
  if (stage !== 'accepted') return 0;
  const alarm = nextAlarm(clock, legalDue, paused === 'legal');
  return alarm === null ? 0 : Math.max(0, alarm.at - now);
}
