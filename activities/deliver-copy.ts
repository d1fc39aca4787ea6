import { OutboxItem } from '../db/entities/trace';
import { relayNext } from '../db/records/outbox';
import { SaoyError } from '../domain/problem';
import type { ActivityDeps } from './deps';
import { giveUpOf } from './mail/give-up';
import { sendOutboxMail } from './mail/send-outbox-mail';
import { sayWhyWaiting } from './say-why-waiting';

/**
 * Sends the finished copy to the requester, once. A mail server that does not take it is asked again
 * by the activity's retry; one that refuses it for good leaves it to a person, and the retry finds what the
 * person did. The row of the outbox remembers what was sent.
 */
export function createDeliverCopy(deps: ActivityDeps) {
  const { db, now } = deps;
  return async ({ dossierId }: { dossierId: string }): Promise<void> => {
    const which = { dossierId, kind: 'mail-copy' } as const;
    const send = (item: OutboxItem) => sendOutboxMail(deps, item);
    await sayWhyWaiting(deps, dossierId, async () => {
      await relayNext(db.manager, now, send, giveUpOf(deps), which);
      const { status } = await db.manager.findOneByOrFail(OutboxItem, which);
      if (status === 'failed') throw new SaoyError('mail-refused');
      if (status !== 'sent') throw new SaoyError('mail-unavailable');
    });
  };
}
