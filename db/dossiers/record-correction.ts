import { createHash, randomUUID } from 'node:crypto';
import type { EntityManager } from 'typeorm';
import { requesterKindOf } from '../../domain/people';
import { SaoyError } from '../../domain/problem';
import { mayAct, stageDeclarations } from '../../domain/process';
import { Dossier, type FeeRecord, Remark, Visit } from './entity';
import { AuditEvent } from '../audit/entity';
import { type NewVisit, takeReceiptNumber } from './record-acceptance';
import { recordAudit } from '../audit/record-audit';
import { lockDossier } from './record-transition';
import { soughtAs } from '../sought-as';
import { inTransaction } from '../transaction';

export interface Correction {
  dossierId: string;
  actorId: string;
  /** The request's idempotency key: the same correction is recorded once. */
  actKey: string;
  at: Date;
  /** Null: as it is. */
  requester: NewVisit | null;
  documentType: string;
  originalPages: number;
  copies: number;
  /** Of these pages and copies, by the policy that the dossier pinned. */
  fee: FeeRecord;
}

/**
 * Puts right what was taken down at the counter, until the original is submitted. Both versions are
 * kept: figures in the audit event, words in the remark that it names and whose hash it holds.
 * Nothing is written where nothing differs.
 * @throws SaoyError `dossier-unknown`; `dossier-out-of-turn` once it was submitted.
 */
export async function recordCorrection(manager: EntityManager, facts: Correction): Promise<void> {
  await inTransaction(manager, async (inside) => {
    const dossier = await lockDossier(inside, facts.dossierId);
    const { dossierId, actorId, actKey, at } = facts;
    if (await inside.existsBy(AuditEvent, { dossierId, actKey })) return;
    if (!mayAct('submit', dossier.stage)) {
      throw new SaoyError('dossier-out-of-turn', { stage: stageDeclarations[dossier.stage].vi });
    }
    const visit = await inside.findOneByOrFail(Visit, { id: dossier.visitId });
    const changes = listChanges(dossier, visit, facts);
    if (changes.length === 0) return;
    const { documentType, originalPages, copies, fee } = facts;
    const visitId = await correctVisit(inside, dossier, visit, facts);
    await inside.update(
      Dossier,
      { id: dossierId },
      { visitId, documentType, originalPages, copies, fee },
    );
    const remark = { id: randomUUID(), dossierId, actorId, text: changes.join('; '), at };
    await inside.insert(Remark, remark);
    await recordAudit(inside, {
      ...{ officeId: dossier.officeId, dossierId, actorId, actKey, at },
      action: 'correct',
      details: {
        ...{ remarkId: remark.id, wordsHash: sha256(remark.text) },
        ...{ pagesBefore: dossier.originalPages, pages: originalPages },
        ...{ copiesBefore: dossier.copies, copies },
        ...{ feeBefore: dossier.fee.total, fee: fee.total },
      },
    });
  });
}

/** What differs, each as "what: before → after"; it stands so in the timeline. */
function listChanges(dossier: Dossier, visit: Visit, facts: Correction): string[] {
  const asked = facts.requester ?? visit;
  const pairs: [name: string, before: string | number | null, after: string | number | null][] = [
    ['Người yêu cầu', visit.requesterName, asked.requesterName],
    ['CMND/CCCD/MST', visit.requesterIdentifier, asked.requesterIdentifier],
    ['Email', visit.requesterEmail, asked.requesterEmail],
    ['Loại giấy tờ', dossier.documentType, facts.documentType],
    ['Số trang', dossier.originalPages, facts.originalPages],
    ['Số bản', dossier.copies, facts.copies],
  ];
  const changed = pairs.filter(([, before, after]) => before !== after);
  if (changed.length > 0 && dossier.fee.total !== facts.fee.total) {
    changed.push(['Phí', dossier.fee.line, facts.fee.line]);
  }
  return changed.map(
    ([name, before, after]) => `${name}: ${before ?? 'không'} → ${after ?? 'không'}`,
  );
}

/**
 * The visit with the requester put right. Other dossiers of the visit stay with who asked for them
 * (one may be with that person already), so this one leaves it, under a receipt of its own.
 */
async function correctVisit(
  inside: EntityManager,
  dossier: Dossier,
  visit: Visit,
  { requester }: Correction,
): Promise<string> {
  if (requester === null || isSame(visit, requester)) return visit.id;
  const corrected = {
    ...requester,
    requesterSought: soughtAs(requester.requesterName),
    requesterKind: requesterKindOf(requester.requesterIdentifier),
  };
  const dossiers = await inside.countBy(Dossier, { visitId: visit.id });
  if (dossiers === 1) {
    await inside.update(Visit, { id: visit.id }, corrected);
    return visit.id;
  }
  const own = {
    ...visit,
    ...corrected,
    id: randomUUID(),
    receiptNumber: await takeReceiptNumber(inside, dossier.officeId, visit.acceptedAt),
  };
  await inside.insert(Visit, own);
  return own.id;
}

function isSame(visit: Visit, requester: NewVisit): boolean {
  return (Object.keys(requester) as (keyof NewVisit)[]).every(
    (field) => visit[field] === requester[field],
  );
}

function sha256(text: string): string {
  return createHash('sha256').update(text).digest('hex');
}
