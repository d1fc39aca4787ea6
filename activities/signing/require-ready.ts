import type { ActivityDeps } from '../deps';
import { getReadySigner } from './signature-work';
import type { OwnWay } from '../../db/signing/entity';
import { getSigningFacts } from '../../db/signing/find-signing-facts';

/**
 * Lets the seal's number be taken only where its key may sign and the copy can then be completed.
 * @throws SaoyError as `getReadySigner`
 */
export function createRequireReady(deps: ActivityDeps) {
  return async (order: {
    dossierId: string;
    actKey?: string;
    step: 'sign' | 'seal';
    actorId: string;
    way?: OwnWay | undefined;
  }): Promise<void> => {
    const facts = await getSigningFacts(deps.db.manager, order);
    await getReadySigner(deps, facts, order);
  };
}
