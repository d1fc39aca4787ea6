import { msPerDay } from '../../time/time';
import type { CopyVersion } from '../../db/copies/entity';
import { listEndingCopies } from '../../db/copies/list-ending-copies';
import { getCopyVersion, recordRenewal, recordStampEnd } from '../../db/copies/record-renewal';
import { listTokens } from '../../db/signing/tokens';
import { readArchiveState, renewArchive } from '../../documents/copy/renew-archive';
import { withDocumentBuffer } from '../../documents/copy/document-buffers';
import { SaoyError } from '../../domain/problem';
import type { ActivityDeps } from '../deps';
import { requireValid } from '../signing/require-valid';

export interface EndingInput {
  /** Hash to go on after; '' for the first. */
  after: string;
  limit: number;
}

/**
 * The newest forms of copies whose last time stamp ends soon, or of which it is not known when: those
 * from before that was kept. In the order of their hashes, so that a run can go on anywhere.
 */
export function createListEndingArchives({ db, now, archiveRenewDays }: ActivityDeps) {
  return ({ after, limit }: EndingInput): Promise<string[]> => {
    const before = new Date(now().getTime() + archiveRenewDays * msPerDay);
    return listEndingCopies(db.manager, { before, after, limit });
  };
}

/**
 * Renews one stored copy where it is time: fresh evidence on the old time stamp and the new one, then
 * the new time stamp. The new bytes are stored under their own hash, the old ones stay.
 * @throws SaoyError `timestamp-unavailable`, `revocation-unavailable`: again later;
 *   `copy-unsuitable`, `archive-not-extended`, `copy-not-valid`: a person must look
 */
export function createRenewCopy(deps: ActivityDeps) {
  const { db, store, timestamp, revocation, issuers, listAnchors, now, archiveRenewDays } = deps;
  return async ({ hash }: { hash: string }): Promise<'renewed' | 'kept'> => {
    const version = await getCopyVersion(db.manager, hash);
    if (!version.isNewest) return 'kept';
    return withDocumentBuffer(
      (allocate) => store.get(hash, allocate),
      (copy) => renew(version, copy),
    );
  };

  async function renew(version: CopyVersion, copy: Uint8Array): Promise<'renewed' | 'kept'> {
    const { endsAt } = readArchiveState(copy);
    const { hash, dossierId } = version;
    await recordStampEnd(db.manager, hash, new Date(endsAt));
    if (endsAt >= now().getTime() + archiveRenewDays * msPerDay) return 'kept';
    const renewed = await renewArchive({
      copy,
      chains: await listChains(deps),
      anchors: await listAnchors(),
      ...{ timestamp, revocation, issuers },
      now: now().getTime(),
    });
    const lasts = readArchiveState(renewed).endsAt;
    if (lasts <= endsAt) throw new SaoyError('archive-not-extended');
    await requireValid(renewed, deps);
    const to = await store.put(renewed);
    const stampEndsAt = new Date(lasts);
    await recordRenewal(db.manager, { dossierId, from: hash, to, stampEndsAt, at: now() });
    return 'renewed';
  }
}

/** Certificates of the authorities that our tokens' certificates lead to. */
async function listChains({ db }: ActivityDeps): Promise<Uint8Array[]> {
  const tokens = await listTokens(db);
  const issuers = new Set(tokens.flatMap(({ certificates }) => certificates.slice(1)));
  return [...issuers].map((certificate) => Buffer.from(certificate, 'base64'));
}
