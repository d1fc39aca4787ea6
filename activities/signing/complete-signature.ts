import { completeSignature } from '../../documents/copy/complete-signature';
import { withDocumentBuffer } from '../../documents/copy/document-buffers';
import { wipePinsOfStep } from '../../db/signing/kept-pin';
import { inTransaction } from '../../db/transaction';
import type { ActivityDeps } from '../deps';
import { createRecordDocuments } from '../dossiers/record-documents';
import type { Recorded } from '../dossiers/record-steps';
import { getPreparedSignature } from '../../db/signing/prepared-signatures';
import { readPreparedSigner } from './prepare-signature';

/** Puts the token's signature and its time stamp into the prepared bytes, keeps the revision and records the act. */
export function createCompleteSignature(deps: ActivityDeps) {
  const { db, store, timestamp } = deps;
  const { recordSignature } = createRecordDocuments(deps);
  return async (input: {
    dossierId: string;
    step: 'sign' | 'seal';
    actKey: string;
    actorId: string;
    /** Base64, as the token gave it. */
    signature: string;
    /** When it begins, epoch milliseconds; the act is recorded with the instant at which it is done. */
    at: number;
  }): Promise<Recorded> => {
    const beganMs = performance.now();
    const prepared = await getPreparedSignature(db.manager, input);
    const { dossierId, step, actKey, actorId } = input;
    const { toBeSigned, mechanism, field } = prepared;
    const signer = readPreparedSigner(prepared);
    const signature = Buffer.from(input.signature, 'base64');
    const complete = async (document: Uint8Array) => {
      const prepared = { document, toBeSigned, mechanism, field };
      return store.put(await completeSignature({ prepared, signature, signer, timestamp }));
    };
    const load = (allocate: Parameters<typeof store.get>[1]) =>
      store.get(String(prepared.preparedHash), allocate);
    const hash = await withDocumentBuffer(load, complete);
    const at = new Date(input.at + Math.round(performance.now() - beganMs));
    return inTransaction(db, async (inside) => {
      const act = { dossierId, step, actKey, actorId, hash, at };
      const recorded = await recordSignature(inside, act);
      await wipePinsOfStep(inside, act);
      return recorded;
    });
  };
}
