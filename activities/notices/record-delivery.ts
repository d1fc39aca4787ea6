import { recordTransition } from '../../db/dossiers/record-transition';
import { enqueue, recordSent, workflowNotice, type ClaimedNotice } from '../../db/notices/outbox';
import { SaoyError } from '../../domain/problem';
import { planClocks } from '../dossiers/plan-clocks';
import type { ActivityDeps } from '../deps';

/**
 * The mail server has the copy: that it was sent, that the dossier is delivered, and that its workflow is to hear of
 * it, in one transaction.
 * Where it was handed over meanwhile, that the mail was sent alone.
 * @returns false where the claim is lost
 */
export async function recordDelivery(
  { db, rules }: Pick<ActivityDeps, 'db' | 'rules'>,
  notice: ClaimedNotice,
  at: Date,
): Promise<boolean> {
  const { officeId, subjectKind, subjectId } = notice;
  const transition = {
    ...{ dossierId: subjectId, action: 'deliver' as const, actKey: 'deliver', actorId: null, at },
    changes: { deliveredAt: at },
  };
  try {
    await recordTransition(
      db.manager,
      {
        ...transition,
        also: async (inside) => {
          if (!(await recordSent(inside, notice, at))) throw new LostClaim();
          const told = [workflowNotice('delivered')];
          await enqueue(inside, { officeId, subjectKind, subjectId, at }, told);
        },
      },
      planClocks(rules),
    );
    return true;
  } catch (error) {
    if (error instanceof LostClaim) return false;
    // Handed over meanwhile: what is left to be written is that it was sent too.
    const isElsewhere = error instanceof SaoyError && error.code === 'dossier-out-of-turn';
    if (isElsewhere) return recordSent(db.manager, notice, at);
    throw error;
  }
}

/** Takes back the transaction that it is thrown in: a person took the notice, or another process. */
class LostClaim extends Error {}
