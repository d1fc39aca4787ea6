import { OutboxItem } from '../db/entities/trace';
import { Dossier } from '../db/entities/dossier';
import { relayNext } from '../db/records/outbox';
import { SaoyError } from '../domain/problem';
import type { ActivityDeps } from './deps';
import { sendOutboxMail } from './mail/send-outbox-mail';

/**
 * Sends the finished copy to the requester, once. A mail server that does not take it is asked again
 * by the activity's retry; the row of the outbox remembers what was sent.
 */
export function createDeliverCopy(deps: ActivityDeps) {
  const { db, now } = deps;
  return async ({ dossierId }: { dossierId: string }): Promise<void> => {
    const which = { dossierId, kind: 'mail-copy' } as const;
    await relayNext(db.manager, now, (item) => sendOutboxMail(deps, item), which);
    const item = await db.manager.findOneByOrFail(OutboxItem, which);
    if (item.status === 'sent') return;
    await db.manager.update(Dossier, { id: dossierId }, { waitingFor: 'mail-unavailable' });
    throw new SaoyError('mail-unavailable');
  };
}
