import type { Client } from '@temporalio/client';
import { rederiveUpdate, workflowIdOf } from '../workflows/messages/dossier';

/**
 * Tells a dossier's workflow of a calendar version that moves its due times, and waits until it has them.
 * The update's id is the version: telling twice is telling once. A dossier that is just being acted on
 * refuses; the batch that asks comes again.
 */
export function tellCalendar(client: Client) {
  return async (dossierId: string, calendar: string): Promise<void> => {
    const handle = client.workflow.getHandle(workflowIdOf(dossierId));
    await handle.executeUpdate(rederiveUpdate, {
      args: [{ calendar }],
      updateId: `rederive:${calendar}`,
    });
  };
}
