import type { EntityManager } from 'typeorm';
import { SaoyError } from '../../domain/problem';
import { Dossier, Visit } from '../entities/dossier';
import { retryFailed } from './outbox';
import { recordAudit } from './record-audit';
import { inTransaction } from '../transaction';

export interface Resend {
  dossierId: string;
  actorId: string;
  at: Date;
  /** Where the mail shall go instead; null: where it was refused. */
  email: string | null;
}

/**
 * Has the mail with the copy tried again after its server refused it for good, to a corrected address if one
 * is given; the dossier's visit keeps it.
 * @throws SaoyError `mail-not-failed`
 */
export async function resendMail(manager: EntityManager, resend: Resend): Promise<void> {
  const { dossierId, actorId, at, email } = resend;
  await inTransaction(manager, async (inside) => {
    const { officeId, visitId } = await inside.findOneByOrFail(Dossier, { id: dossierId });
    if (!(await retryFailed(inside, { dossierId, kind: 'mail-copy' }, at))) {
      throw new SaoyError('mail-not-failed');
    }
    await inside.update(Dossier, { id: dossierId }, { waitingFor: null });
    if (email !== null) await inside.update(Visit, { id: visitId }, { requesterEmail: email });
    await recordAudit(inside, {
      ...{ officeId, dossierId, actorId, at },
      action: 'resend-mail',
      actKey: `resend-mail:${at.getTime()}`,
      details: { corrected: email !== null },
    });
  });
}
