import type { EntityManager } from 'typeorm';
import { recordAudit } from '../audit/record-audit';
import { getDossierRow } from '../dossiers/rows';
import { inTransaction } from '../transaction';
import { CopyVersion } from './entity';
import { recordCopyVersion } from './record-copy-version';

/** @throws EntityNotFoundError */
export function getCopyVersion(manager: EntityManager, hash: string): Promise<CopyVersion> {
  return manager.findOneByOrFail(CopyVersion, { hash });
}

/** Writes down when the last time stamp of a stored copy ends. */
export async function recordStampEnd(
  manager: EntityManager,
  hash: string,
  stampEndsAt: Date,
): Promise<void> {
  await manager.update(CopyVersion, { hash }, { stampEndsAt });
}

/** Makes a renewed file the newest form of its dossier's copy, and says so in the audit log. */
export async function recordRenewal(
  manager: EntityManager,
  renewal: { dossierId: string; from: string; to: string; stampEndsAt: Date; at: Date },
): Promise<void> {
  const { dossierId, from, to, stampEndsAt, at } = renewal;
  await inTransaction(manager, async (inside) => {
    const { officeId } = await getDossierRow({ manager: inside }, dossierId);
    const version = await recordCopyVersion(inside, { dossierId, hash: to, stampEndsAt, at });
    const details = { from, to, version, stampEndsAt: stampEndsAt.toISOString() };
    const act = { action: 'renew', actKey: `renew:${version}`, details, at };
    await recordAudit(inside, { officeId, dossierId, actorId: null, ...act });
  });
}
