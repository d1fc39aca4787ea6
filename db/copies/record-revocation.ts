import type { EntityManager } from 'typeorm';
import type { NewNotice } from '../../domain/notices';
import { SaoyError } from '../../domain/problem';
import { RegisterEntry } from '../registers/entity';
import { isVoid, recordVoid } from '../registers/void-number';
import { AuditEvent } from '../audit/entity';
import { enqueue } from '../notices/outbox';
import { recordAudit } from '../audit/record-audit';
import type { Dossier } from '../dossiers/entity';
import { lockDossier } from '../dossiers/record-transition';
import { inTransaction } from '../transaction';

export interface RevocationFacts {
  dossierId: string;
  actorId: string;
  /** The request's key: the same act is recorded once. */
  actKey: string;
  /** Shown to everyone who holds the copy's QR. */
  reason: string;
  /** Number and day of the decision. */
  decision: string;
  at: Date;
}

/**
 * Revokes a copy that was certified wrongly (TT 01/2020 Đ7): its register number is marked, the
 * requester is written to, the audit log knows. One transaction and no workflow: the dossier's own
 * has ended, its stage does not move, and who is to hear of it does by the outbox.
 * @param planNotices who hears of it, by the rules that the dossier pinned
 * @throws SaoyError `dossier-unknown`, `copy-unknown` (not finished), `copy-revoked`
 */
export async function recordRevocation(
  manager: EntityManager,
  facts: RevocationFacts,
  planNotices: (dossier: Dossier) => NewNotice[],
): Promise<void> {
  const { dossierId, actorId, actKey, reason, decision, at } = facts;
  await inTransaction(manager, async (inside) => {
    const dossier = await lockDossier(inside, dossierId);
    if (await inside.existsBy(AuditEvent, { dossierId, actKey })) return;
    const entry = await inside.findOneBy(RegisterEntry, { dossierId });
    const isFinished = dossier.stage === 'delivering' || dossier.stage === 'delivered';
    if (!isFinished || entry === null) throw new SaoyError('copy-unknown');
    const { bookId, number } = entry;
    if (await isVoid(inside, entry)) throw new SaoyError('copy-revoked');
    await recordVoid(inside, entry, { reason, decision, at });
    const { officeId } = dossier;
    await enqueue(
      inside,
      { officeId, subjectKind: 'dossier', subjectId: dossierId, at },
      planNotices(dossier),
    );
    const details = { bookId, number };
    await recordAudit(inside, {
      officeId,
      dossierId,
      actorId,
      action: 'revoke',
      actKey,
      details,
      at,
    });
  });
}
