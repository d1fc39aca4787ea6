import { type Client, WorkflowNotFoundError, WorkflowUpdateFailedError } from '@temporalio/client';
import { rederiveUpdate, workflowIdOf } from '../workflows/dossiers/messages';

/**
 * Tells a dossier's workflow of a calendar version that moves its due times, and waits until it has them.
 * Told twice it moves once: what it pins is looked at first.
 * @returns false where it cannot be told now: it is being acted on, or its workflow is not started yet.
 */
export function tellCalendar(client: Client) {
  return async (dossierId: string, calendar: string): Promise<boolean> => {
    const handle = client.workflow.getHandle(workflowIdOf(dossierId));
    try {
      await handle.executeUpdate(rederiveUpdate, { args: [{ calendar }] });
      return true;
    } catch (error) {
      if (error instanceof WorkflowUpdateFailedError) return false;
      if (error instanceof WorkflowNotFoundError) return false;
      throw error;
    }
  };
}
