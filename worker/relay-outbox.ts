import { WorkflowExecutionAlreadyStartedError, type Client } from '@temporalio/client';
import type { Logger } from 'pino';
import type { ActivityDeps } from '../activities/deps';
import { giveUpOf } from '../activities/mail/give-up';
import { sendOutboxMail } from '../activities/mail/send-outbox-mail';
import type { OutboxItem } from '../db/entities/trace';
import { relayNext } from '../db/records/outbox';
import { startOf } from '../db/records/workflow-start';
import { startDossier } from '../workflows/messages/start-dossier';

/** Between looks at an empty outbox. */
const pauseMs = 1_000;

/**
 * Carries what a transaction left in the outbox to the world: workflows to start, mails to send.
 * What cannot be carried now stays there and is tried again.
 */
export function relayOutbox(deps: ActivityDeps, client: Client, log: Logger) {
  let stopping = false;
  const send = (item: OutboxItem) =>
    item.kind === 'start-workflow' ? startWorkflow(deps, client, item) : sendOutboxMail(deps, item);

  const giveUp = giveUpOf(deps);

  const loop = (async () => {
    while (!stopping) {
      const found = await relayNext(deps.db.manager, deps.now, send, giveUp).catch(
        (error: unknown) => {
          log.warn({ reason: String(error) }, 'outbox cannot be read; waiting');
          return false;
        },
      );
      if (!found) await new Promise((resolve) => setTimeout(resolve, pauseMs));
    }
  })();

  return {
    async stop(): Promise<void> {
      stopping = true;
      await loop;
    },
  };
}

/** A dossier whose life has ended meanwhile needs no workflow any more. */
async function startWorkflow(deps: ActivityDeps, client: Client, item: OutboxItem): Promise<void> {
  try {
    await startDossier(client, await startOf(deps.db.manager, item.dossierId));
  } catch (error) {
    if (!(error instanceof WorkflowExecutionAlreadyStartedError)) throw error;
  }
}
