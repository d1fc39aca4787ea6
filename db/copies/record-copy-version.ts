import type { EntityManager } from 'typeorm';
import { CopyVersion } from './entity';
import { Dossier } from '../dossiers/entity';
import { inTransaction } from '../transaction';

/**
 * Makes a file the newest form of a dossier's copy: as it was delivered, or renewed. Older forms stay.
 * Called again with the same file it changes nothing.
 * @returns its version, from 1
 */
export async function recordCopyVersion(
  manager: EntityManager,
  copy: { dossierId: string; hash: string; stampEndsAt: Date; at: Date },
): Promise<number> {
  const { dossierId, hash } = copy;
  return inTransaction(manager, async (inside) => {
    await inside.findOneOrFail(Dossier, {
      where: { id: dossierId },
      lock: { mode: 'pessimistic_write' },
    });
    const versions = await inside.findBy(CopyVersion, { dossierId });
    const known = versions.find((version) => version.hash === hash);
    if (known) return known.version;
    const version = versions.length + 1;
    if (versions.length > 0) {
      await inside.update(
        CopyVersion,
        { dossierId, version: versions.length },
        { isNewest: false },
      );
    }
    await inside.insert(CopyVersion, {
      hash,
      dossierId,
      version,
      isNewest: true,
      stampEndsAt: copy.stampEndsAt,
      recordedAt: copy.at,
    });
    await inside.update(Dossier, { id: dossierId }, { copyHash: hash });
    return version;
  });
}
