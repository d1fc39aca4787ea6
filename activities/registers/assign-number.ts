import { Dossier } from '../../db/dossiers/entity';
import { assignNumber } from '../../db/registers/assign-number';
import { getPinnedPolicy } from '../../policies/pinned-rules';
import { formatRegisterNumber } from '../../policies/register-number';
import type { ActivityDeps } from '../deps';

/** Takes the dossier's number from its book; a dossier that has one keeps it. */
export function createAssignNumber({ db, rules }: ActivityDeps) {
  return async (order: {
    dossierId: string;
    actKey: string;
    at: number;
    actorId: string;
    bookId: string | null;
  }): Promise<void> => {
    const dossier = await db.manager.findOneByOrFail(Dossier, { id: order.dossierId });
    const policy = getPinnedPolicy(rules, dossier.policy);
    await assignNumber(db.manager, {
      ...order,
      at: new Date(order.at),
      format: (number) => formatRegisterNumber(policy, number),
    });
  };
}
