import { listSignatureRequests } from '../../db/signing/signature-requests';
import { answeredSignal, workflowIdOf } from '../../workflows/dossiers/messages';
import type { ApiDeps } from '../http/deps';

/**
 * Signals the dossiers' workflows that the database has an answer. Where the signal is lost they look by
 * themselves a little later; the caller does not wait.
 * @param ids of signature requests
 */
export function nudgeDossiers({ db, temporal, log }: ApiDeps, ids: string[]): void {
  const nudge = async () => {
    const asked = await listSignatureRequests(db.manager, ids);
    const client = await temporal();
    for (const { dossierId } of asked) {
      await client.workflow.getHandle(workflowIdOf(dossierId)).signal(answeredSignal);
    }
  };
  nudge().catch((error: unknown) => log.warn({ err: error }, 'dossiers not nudged'));
}
