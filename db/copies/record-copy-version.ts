import { EntityNotFoundError, type EntityManager } from 'typeorm';
import { CopyVersion } from './entity';
import { Dossier } from '../dossiers/entity';
import { inTransaction } from '../transaction';
import { insertRow, updateRow } from '../write-row';

interface NewForm {
  dossierId: string;
  hash: string;
  stampEndsAt: Date;
  at: Date;
}

/** Makes a file the first form of a dossier's copy, under the dossier's lock: before its proof it has none. */
export function recordFirstVersion(inside: EntityManager, form: NewForm): Promise<void> {
  return insertVersion(inside, form, 1);
}

/**
 * Makes a file the newest form of a dossier's copy, renewed. Older forms stay.
 * Called again with the same file it changes nothing.
 * @returns its version, from 1
 */
export async function recordCopyVersion(manager: EntityManager, copy: NewForm): Promise<number> {
  const { dossierId, hash } = copy;
  return inTransaction(manager, async (inside) => {
    const versions = await lockVersions(inside, dossierId);
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
    await insertVersion(inside, copy, version);
    await updateRow(inside, 'dossier', dossierId, { copyHash: hash });
    return version;
  });
}

function insertVersion(
  inside: EntityManager,
  { dossierId, hash, stampEndsAt, at }: NewForm,
  version: number,
): Promise<void> {
  return insertRow(inside, 'copy_version', {
    ...{ hash, dossierId, version, isNewest: true, stampEndsAt, recordedAt: at },
  });
}

/** The forms that a dossier's copy has had, under the dossier's lock. */
async function lockVersions(
  manager: EntityManager,
  dossierId: string,
): Promise<{ hash: string; version: number }[]> {
  const rows = await manager.query<{ hash: string | null; version: number }[]>(
    `SELECT c.hash, c.version FROM dossier d LEFT JOIN copy_version c ON c.dossierId = d.id
      WHERE d.id = ? FOR UPDATE`,
    [dossierId],
  );
  if (rows.length === 0) throw new EntityNotFoundError(Dossier, { id: dossierId });
  return rows.flatMap(({ hash, version }) => (hash === null ? [] : [{ hash, version }]));
}
