import type { Client } from '@temporalio/client';
import type { Rules } from '../policies/load-rules';
import { calendarVersionOf } from '../policies/pinned-rules';
import { applyCalendarId, applyCalendarType } from '../workflows/calendars/messages';
import { dossierTaskQueue } from '../workflows/engine/task-queues';

/**
 * Has the calendars in force applied to every open dossier. A run that is under way goes on; one that has
 * ended is done again and finds only what was accepted under the old version meanwhile.
 */
export async function applyCalendars(client: Client, rules: Rules): Promise<void> {
  for (const id of rules.calendarIds()) {
    const calendar = calendarVersionOf(rules.calendarOf(id));
    await client.workflow.start(applyCalendarType, {
      workflowId: applyCalendarId(calendar),
      workflowIdConflictPolicy: 'USE_EXISTING',
      workflowIdReusePolicy: 'ALLOW_DUPLICATE',
      taskQueue: dossierTaskQueue,
      args: [calendar],
    });
  }
}
