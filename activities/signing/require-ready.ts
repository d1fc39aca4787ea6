import { Dossier } from '../../db/dossiers/entity';
import { Office } from '../../db/offices/entity';
import type { OwnWay } from '../../db/signing/entity';
import type { ActivityDeps } from '../deps';
import { getReadySigner } from './signature-work';

/**
 * Lets the seal's number be taken only where its key may sign and the copy can then be completed.
 * @throws SaoyError as `getReadySigner`
 */
export function createRequireReady(deps: ActivityDeps) {
  return async (order: {
    dossierId: string;
    step: 'sign' | 'seal';
    actorId: string;
    way?: OwnWay | undefined;
  }): Promise<void> => {
    const { officeId } = await deps.db.manager.findOneByOrFail(Dossier, { id: order.dossierId });
    const office = await deps.db.manager.findOneByOrFail(Office, { id: officeId });
    await getReadySigner(deps, { ...order, office });
  };
}
