import type { EntityManager } from 'typeorm';
import type { Dossier } from '../../db/dossiers/entity';
import { enqueue } from '../../db/notices/outbox';
import type { MessageName } from '../../domain/notices';
import { getPinnedPolicy } from '../../policies/pinned-rules';
import { planOutcome } from '../../policies/plan-notices';
import type { ActivityDeps } from '../deps';

/** Leaves the notices of an outcome in the transaction that brings it about. */
export function leaveNotices(
  { rules, reach }: Pick<ActivityDeps, 'rules' | 'reach'>,
  name: MessageName,
  at: Date,
): (inside: EntityManager, dossier: Dossier) => Promise<void> {
  return (inside, { id, officeId, policy }) => {
    const notices = planOutcome(getPinnedPolicy(rules, policy), name, reach);
    return enqueue(inside, { officeId, subjectKind: 'dossier', subjectId: id, at }, notices);
  };
}
