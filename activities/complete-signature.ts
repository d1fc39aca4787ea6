import { completeSignature } from '../documents/copy/complete-signature';
import { SealedPin } from '../db/entities/dossier';
import type { ActivityDeps } from './deps';
import { sayWhyWaiting } from './say-why-waiting';
import { getPreparedSigner, getSignatureWork } from './signature-work';

/** Puts the token's signature and its time stamp into the prepared bytes and keeps the revision. */
export function createCompleteSignature(deps: ActivityDeps) {
  const { store, timestamp } = deps;
  return async (order: {
    dossierId: string;
    step: 'sign' | 'seal';
    actKey: string;
    /** Base64, as the token gave it. */
    signature: string;
  }): Promise<{ hash: string }> => {
    const work = await getSignatureWork(deps, order);
    const { dossierId, step } = order;
    const prepared = {
      document: await store.get(String(work.preparedHash)),
      toBeSigned: work.toBeSigned,
      mechanism: work.mechanism,
      field: work.field,
    };
    const signer = await getPreparedSigner(deps, work);
    const signature = Buffer.from(order.signature, 'base64');
    const signed = await sayWhyWaiting(deps, dossierId, () =>
      completeSignature({ prepared, signature, signer, timestamp }),
    );
    const hash = await store.put(signed);
    // The PIN has done its one work.
    await deps.db.manager.update(SealedPin, { dossierId, step }, { sealed: null });
    return { hash };
  };
}
