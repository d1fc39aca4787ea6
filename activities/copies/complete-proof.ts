import type { ActivityDeps } from '../deps';
import { createRecordDocuments } from '../dossiers/record-documents';
import type { Recorded } from '../dossiers/record-steps';
import { requireValid } from '../signing/require-valid';
import { readPreparedSigner } from '../signing/prepare-signature';
import { getSealedCopy } from '../../db/signing/get-sealed-copy';
import { addLongTermData } from '../../documents/copy/add-long-term-data';
import { readArchiveState } from '../../documents/copy/renew-archive';
import { withDocumentBuffer } from '../../documents/copy/document-buffers';

/**
 * Adds revocation data and the document time stamp (PAdES-B-LTA), verifies what came of it, and records the
 * copy with its way to the requester. Where they cannot be had, or it is not valid, the dossier waits and shows
 * why; a lesser copy is never shipped.
 */
export function createCompleteProof(deps: ActivityDeps) {
  const { db, store, timestamp, revocation, issuers, listAnchors } = deps;
  const { recordProof } = createRecordDocuments(deps);
  return async (input: {
    dossierId: string;
    /** When it begins, epoch milliseconds; it is recorded with the instant at which it is done. */
    at: number;
  }): Promise<Recorded> => {
    const beganMs = performance.now();
    const { dossierId } = input;
    const atEnd = () => new Date(input.at + Math.round(performance.now() - beganMs));
    const { sealedHash, copyHash, works } = await getSealedCopy(db.manager, dossierId);
    // It was recorded, and the answer did not arrive.
    if (copyHash !== null) return recordProof(db.manager, { dossierId, at: atEnd() }, null);
    const chains = works.map(readPreparedSigner).flatMap(({ chain }) => chain);
    const prove = async (sealed: Uint8Array) => {
      const anchors = await listAnchors();
      const evidence = { timestamp, revocation, issuers };
      const copy = await addLongTermData({ sealed, chains, anchors, ...evidence });
      await requireValid(copy, deps);
      const hash = await store.put(copy);
      return { hash, stampEndsAt: new Date(readArchiveState(copy).endsAt) };
    };
    const version = await withDocumentBuffer(
      (allocate) => store.get(String(sealedHash), allocate),
      prove,
    );
    return recordProof(db.manager, { dossierId, at: atEnd() }, version);
  };
}
