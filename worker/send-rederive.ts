import { type Client, WorkflowNotFoundError, WorkflowUpdateFailedError } from '@temporalio/client';
import { rederiveUpdate, workflowIdOf } from '../workflows/dossiers/messages';

/**
 * Sends a dossier's workflow the update that re-derives its due times under a calendar version, and waits for its
 * end. Sent twice, the times move once: the activity looks at the version that the dossier has first.
 * @returns false where the update is not taken now: another act is under way, or the workflow is not started yet.
 */
export function sendRederive(client: Client) {
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
