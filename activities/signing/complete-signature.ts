import { completeSignature } from '../../documents/copy/complete-signature';
import { withDocumentBuffer } from '../../documents/copy/document-buffers';
import { SealedPin } from '../../db/signing/entity';
import type { ActivityDeps } from '../deps';
import { readPreparedSigner, getSignatureWork } from './signature-work';

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
    const { toBeSigned, mechanism, field } = work;
    const signer = readPreparedSigner(work);
    const signature = Buffer.from(order.signature, 'base64');
    const complete = async (document: Uint8Array) => {
      const prepared = { document, toBeSigned, mechanism, field };
      return store.put(await completeSignature({ prepared, signature, signer, timestamp }));
    };
    const load = (allocate: Parameters<typeof store.get>[1]) =>
      store.get(String(work.preparedHash), allocate);
    const hash = await withDocumentBuffer(load, complete);
    // The PIN has done its one work.
    await deps.db.manager.update(SealedPin, { dossierId, step }, { sealed: null });
    return { hash };
  };
}
