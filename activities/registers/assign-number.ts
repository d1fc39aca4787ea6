import type { ActivityDeps } from '../deps';
import { assignNumber } from '../../db/registers/assign-number';
import { getPinnedPolicy } from '../../policies/pinned-rules';
import { formatRegisterNumber } from '../../policies/register-number';

/** Takes the dossier's number from its book; a dossier that has one keeps it. */
export async function assignNumberTo(
  { db, rules, publishedSizeOf }: Pick<ActivityDeps, 'db' | 'rules' | 'publishedSizeOf'>,
  act: { dossierId: string; actKey: string; at: number; actorId: string; bookId: string | null },
): Promise<void> {
  const { dossierId, actKey, actorId, bookId } = act;
  await assignNumber(db.manager, {
    ...{ dossierId, actKey, actorId, bookId, publishedSizeOf },
    at: new Date(act.at),
    format: (number, { policy }) => formatRegisterNumber(getPinnedPolicy(rules, policy), number),
  });
}
