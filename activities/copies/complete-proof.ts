import type { ActivityDeps } from '../deps';
import { requireValid } from '../signing/require-valid';
import { readPreparedSigner } from '../signing/signature-work';
import { recordCopyVersion } from '../../db/copies/record-copy-version';
import { getSealedCopy } from '../../db/signing/get-sealed-copy';
import { addLongTermData } from '../../documents/copy/add-long-term-data';
import { readArchiveState } from '../../documents/copy/renew-archive';
import { withDocumentBuffer } from '../../documents/copy/document-buffers';

/**
 * Adds revocation data and the document time stamp (PAdES-B-LTA), and verifies what came of it. Where
 * they cannot be had, or it is not valid, the dossier waits and shows why; a lesser copy is never
 * shipped.
 */
export function createCompleteProof(deps: ActivityDeps) {
  const { db, store, timestamp, revocation, issuers, listAnchors, now } = deps;
  return async ({ dossierId }: { dossierId: string }): Promise<void> => {
    const { sealedHash, copyHash, works } = await getSealedCopy(db.manager, dossierId);
    if (copyHash !== null) return;
    const chains = works.map(readPreparedSigner).flatMap(({ chain }) => chain);
    const prove = async (sealed: Uint8Array) => {
      const anchors = await listAnchors();
      const evidence = { timestamp, revocation, issuers };
      const copy = await addLongTermData({ sealed, chains, anchors, ...evidence });
      await requireValid(copy, deps);
      const hash = await store.put(copy);
      const stampEndsAt = new Date(readArchiveState(copy).endsAt);
      await recordCopyVersion(db.manager, { dossierId, hash, stampEndsAt, at: now() });
    };
    await withDocumentBuffer((allocate) => store.get(String(sealedHash), allocate), prove);
  };
}
