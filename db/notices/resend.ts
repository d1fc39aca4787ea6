import type { EntityManager } from 'typeorm';
import { SaoyError } from '../../domain/problem';
import { recordAudit } from '../audit/record-audit';
import { Dossier, Visit } from '../dossiers/entity';
import { inTransaction } from '../transaction';
import { notWaiting } from '../waiting/record-waiting';
import type { Notice } from './entity';
import { findNewestMail, isAwaited, retryNow } from './outbox';

interface Act {
  actorId: string;
  at: Date;
}

/**
 * Has the newest mail to the requester (copy, refusal, revocation) tried at once, to a corrected address if
 * one is given; the dossier's visit keeps it. At any time before it is sent, and also where it has perhaps been sent.
 * @param act.email where the mail shall go instead; null: where it went before
 * @throws SaoyError `mail-sent`
 */
export async function resendMail(
  manager: EntityManager,
  { dossierId, email, ...act }: Act & { dossierId: string; email: string | null },
): Promise<void> {
  await inTransaction(manager, async (inside) => {
    const { visitId } = await lockDossier(inside, dossierId);
    const newest = await findNewestMail(inside, dossierId);
    if (newest === null) throw new SaoyError('mail-sent');
    if (email !== null) await inside.update(Visit, { id: visitId }, { requesterEmail: email });
    await tryAtOnce(inside, newest, act, email !== null);
  });
}

/**
 * Has any notice tried at once that is not sent, or perhaps sent.
 * @throws SaoyError `notice-sent`
 */
export async function resendNotice(
  manager: EntityManager,
  notice: Notice,
  act: Act,
): Promise<void> {
  await inTransaction(manager, async (inside) => {
    if (notice.subjectKind === 'dossier') await lockDossier(inside, notice.subjectId);
    await tryAtOnce(inside, notice, act, false);
  });
}

/** Before its notices, here as in its transitions. */
function lockDossier(inside: EntityManager, id: string): Promise<Dossier> {
  return inside.findOneOrFail(Dossier, { where: { id }, lock: { mode: 'pessimistic_write' } });
}

async function tryAtOnce(
  inside: EntityManager,
  notice: Notice,
  { actorId, at }: Act,
  corrected: boolean,
): Promise<void> {
  const { id, officeId, channel, template, subjectKind, subjectId } = notice;
  if (officeId === null) throw new Error('A notice of no office is nobody’s to send again.');
  const before = await retryNow(inside, id, at);
  const isMail = channel === 'mail';
  if (before === undefined) throw new SaoyError(isMail ? 'mail-sent' : 'notice-sent');
  if (isAwaited(notice)) await inside.update(Dossier, { id: subjectId }, notWaiting);
  await recordAudit(inside, {
    ...{ officeId, dossierId: subjectKind === 'dossier' ? subjectId : null, actorId, at },
    action: 'resend-mail',
    actKey: `resend-mail:${id}:${at.getTime()}`,
    details: { channel, template, corrected, before: before.status },
  });
}
