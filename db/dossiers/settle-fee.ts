import type { EntityManager } from 'typeorm';
import { heldFee, owedFee } from '../../domain/cash';
import { SaoyError } from '../../domain/problem';
import { mayAct, type Stage, stageDeclarations } from '../../domain/process';
import { AuditEvent } from '../audit/entity';
import { recordAudit } from '../audit/record-audit';
import { type Dossier, Visit } from './entity';
import { lockDossier } from './record-transition';
import { inTransaction } from '../transaction';
import { updateRow } from '../write-row';
import { recordEarlierFee, recordMovement } from '../drawers/record-movement';

export interface FeeSettlement {
  dossierId: string;
  act: 'take-fee' | 'give-back-fee';
  /** What changed hands, in đồng: all that was owed, or nothing is written. */
  amount: number;
  actorId: string;
  actKey: string;
  at: Date;
  /** Stages at which the dossier's policy gives the fee back. */
  givenBackAt: (dossier: Dossier) => readonly Stage[];
}

/**
 * Writes that the fee of a dossier was taken or given back. The same act again changes nothing.
 * @throws SaoyError `dossier-unknown`, `dossier-out-of-turn`; `fee-not-owed` where another sum is owed
 */
export async function settleFee(manager: EntityManager, facts: FeeSettlement): Promise<void> {
  const { dossierId, act, amount, actorId, actKey, at } = facts;
  await inTransaction(manager, async (inside) => {
    const dossier = await lockDossier(inside, dossierId);
    if (await inside.existsBy(AuditEvent, { dossierId, actKey })) return;
    if (!mayAct(act, dossier.stage)) {
      throw new SaoyError('dossier-out-of-turn', { stage: stageDeclarations[dossier.stage].vi });
    }
    const owed = owedFee(dossier, facts.givenBackAt(dossier));
    if (amount < 1 || (act === 'take-fee' ? owed : -owed) !== amount) {
      throw new SaoyError('fee-not-owed', { amount: Math.abs(owed) });
    }
    if (dossier.feeHeld === null) await writeEarlier(inside, dossier, actKey);
    const { officeId } = dossier;
    await recordMovement(inside, {
      ...{ officeId, dossierId, cashierId: actorId, amount, actKey, at, cause: act },
      kind: act === 'take-fee' ? 'taken' : 'returned',
    });
    await updateRow(inside, 'dossier', dossierId, { feeHeld: heldFee(dossier) + owed });
    await recordAudit(inside, {
      ...{ officeId, dossierId, actorId, actKey, at, action: act, details: { amount } },
    });
  });
}

/** What was taken before drawers were kept, by who took the papers in: without it more would go out than came in. */
async function writeEarlier(
  inside: EntityManager,
  dossier: Dossier,
  actKey: string,
): Promise<void> {
  const { acceptedBy } = await inside.findOneByOrFail(Visit, { id: dossier.visitId });
  const { id: dossierId, officeId, acceptedAt: at } = dossier;
  const amount = heldFee(dossier);
  const earlier = { officeId, dossierId, cashierId: acceptedBy, amount, actKey, at };
  await recordEarlierFee(inside, earlier);
}
