import { type Client, WorkflowNotFoundError, WorkflowUpdateFailedError } from '@temporalio/client';
import type { ActOnDossier } from '../activities/deps';
import { SaoyError } from '../domain/problem';
import { sealUpdate, signUpdate, workflowIdOf } from '../workflows/dossiers/messages';
import { refusalOf } from '../workflows/dossiers/refusal';

const updates = { sign: signUpdate.name, seal: sealUpdate.name };

/** Sends an act to a dossier's workflow and waits until the database shows it. Repeated, it acts once. */
export function actOnDossier(client: Client): ActOnDossier {
  return async (dossierId, action, actKey, input) => {
    try {
      const handle = client.workflow.getHandle(workflowIdOf(dossierId));
      await handle.executeUpdate(updates[action], { args: [input], updateId: actKey });
      return undefined;
    } catch (error) {
      // Its life is over: nothing is left to act on.
      if (error instanceof WorkflowNotFoundError) return new SaoyError('dossier-unknown');
      const refusal = error instanceof WorkflowUpdateFailedError ? refusalOf(error) : undefined;
      if (refusal === undefined) throw error;
      return refusal;
    }
  };
}
