import type { ActivityDeps } from '../deps';
import { assignNumber } from '../../db/registers/assign-number';
import { getPinnedPolicy } from '../../policies/pinned-rules';
import { formatRegisterNumber } from '../../policies/register-number';

/** Takes the dossier's number from its book; a dossier that has one keeps it. */
export function createAssignNumber({ db, rules }: ActivityDeps) {
  return async (order: {
    dossierId: string;
    actKey: string;
    at: number;
    actorId: string;
    bookId: string | null;
  }): Promise<void> => {
    await assignNumber(db.manager, {
      ...order,
      at: new Date(order.at),
      format: (number, { policy }) => formatRegisterNumber(getPinnedPolicy(rules, policy), number),
    });
  };
}
