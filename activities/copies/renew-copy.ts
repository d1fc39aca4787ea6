import { msPerDay } from '../../time/time';
import { CopyVersion } from '../../db/copies/entity';
import { Dossier } from '../../db/dossiers/entity';
import { Token } from '../../db/signing/entity';
import { recordAudit } from '../../db/audit/record-audit';
import { recordCopyVersion } from '../../db/copies/record-copy-version';
import { readArchiveState, renewArchive } from '../../documents/copy/renew-archive';
import { withDocumentBuffer } from '../../documents/copy/document-buffers';
import { SaoyError } from '../../domain/problem';
import type { ActivityDeps } from '../deps';
import { requireValid } from '../signing/require-valid';
import { inTransaction } from '../../db/transaction';

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
  return async ({ after, limit }: EndingInput): Promise<string[]> => {
    const before = new Date(now().getTime() + archiveRenewDays * msPerDay);
    const rows = await db.manager
      .createQueryBuilder(CopyVersion, 'copy')
      .select('copy.hash', 'hash')
      .where('copy.isNewest = 1 AND copy.hash > :after', { after })
      .andWhere('(copy.stampEndsAt IS NULL OR copy.stampEndsAt < :before)', { before })
      .orderBy('copy.hash')
      .limit(limit)
      .getRawMany<{ hash: string }>();
    return rows.map(({ hash }) => hash);
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
    const version = await db.manager.findOneByOrFail(CopyVersion, { hash });
    if (!version.isNewest) return 'kept';
    return withDocumentBuffer(
      (allocate) => store.get(hash, allocate),
      (copy) => renew(version, copy),
    );
  };

  async function renew(version: CopyVersion, copy: Uint8Array): Promise<'renewed' | 'kept'> {
    const { endsAt } = readArchiveState(copy);
    const { hash } = version;
    await db.manager.update(CopyVersion, { hash }, { stampEndsAt: new Date(endsAt) });
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
    await record(version, await store.put(renewed), new Date(lasts));
    return 'renewed';
  }

  async function record({ dossierId, hash: from }: CopyVersion, to: string, stampEndsAt: Date) {
    const at = now();
    await inTransaction(db, async (inside) => {
      const { officeId } = await inside.findOneByOrFail(Dossier, { id: dossierId });
      const version = await recordCopyVersion(inside, { dossierId, hash: to, stampEndsAt, at });
      const details = { from, to, version, stampEndsAt: stampEndsAt.toISOString() };
      const act = { action: 'renew', actKey: `renew:${version}`, details, at };
      await recordAudit(inside, { officeId, dossierId, actorId: null, ...act });
    });
  }
}

/** Certificates of the authorities that our tokens' certificates lead to. */
async function listChains({ db }: ActivityDeps): Promise<Uint8Array[]> {
  const tokens = await db.manager.find(Token);
  const issuers = new Set(tokens.flatMap(({ certificates }) => certificates.slice(1)));
  return [...issuers].map((certificate) => Buffer.from(certificate, 'base64'));
}
