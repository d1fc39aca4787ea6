import type { EntityManager } from 'typeorm';
import { SaoyError } from '../../domain/problem';
import { Dossier, Visit } from '../dossiers/entity';
import { inTransaction } from '../transaction';
import { findNewestMail, retryNow } from './outbox';
import { recordAudit } from '../audit/record-audit';
import { notWaiting } from '../waiting/record-waiting';

export interface Resend {
  dossierId: string;
  actorId: string;
  at: Date;
  /** Where the mail shall go instead; null: where it went before. */
  email: string | null;
}

/**
 * Has the newest mail to the requester (copy, refusal, revocation) tried at once, to a corrected address if
 * one is given; the dossier's visit keeps it. At any time before it is sent, and also where it has perhaps been sent.
 * @throws SaoyError `mail-sent`
 */
export async function resendMail(manager: EntityManager, resend: Resend): Promise<void> {
  const { dossierId, actorId, at, email } = resend;
  await inTransaction(manager, async (inside) => {
    const { officeId, visitId } = await inside.findOneByOrFail(Dossier, { id: dossierId });
    const kind = (await findNewestMail(inside, dossierId))?.kind ?? 'mail-copy';
    const before = await retryNow(inside, { dossierId, kind }, at);
    if (before === undefined) throw new SaoyError('mail-sent');
    if (kind === 'mail-copy') await inside.update(Dossier, { id: dossierId }, notWaiting);
    if (email !== null) await inside.update(Visit, { id: visitId }, { requesterEmail: email });
    await recordAudit(inside, {
      ...{ officeId, dossierId, actorId, at },
      action: 'resend-mail',
      actKey: `resend-mail:${at.getTime()}`,
      details: { kind, corrected: email !== null, before: before.status },
    });
  });
}
