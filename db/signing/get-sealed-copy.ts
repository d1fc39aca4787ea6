import { EntityNotFoundError, type EntityManager } from 'typeorm';
import { valueOfJson } from '../value-of-json';
import { Dossier } from '../dossiers/entity';
import type { PreparedSignature } from './entity';

/** A sealed document and the signatures that were prepared for it. */
export interface SealedCopy {
  sealedHash: string | null;
  /** Of the finished copy; null until it has its proof. */
  copyHash: string | null;
  works: Pick<PreparedSignature, 'tokenLabel' | 'certificates'>[];
}

/** By one statement. @throws EntityNotFoundError where there is no such dossier */
export async function getSealedCopy(
  manager: EntityManager,
  dossierId: string,
): Promise<SealedCopy> {
  type Row = Omit<SealedCopy, 'works'> & { tokenLabel: string | null; certificates: unknown };
  const rows = await manager.query<Row[]>(
    `SELECT d.sealedHash, d.copyHash, w.tokenLabel, w.certificates FROM dossier d
      LEFT JOIN prepared_signature w ON w.dossierId = d.id WHERE d.id = ?`,
    [dossierId],
  );
  const [first] = rows;
  if (!first) throw new EntityNotFoundError(Dossier, { id: dossierId });
  const { sealedHash, copyHash } = first;
  const works = rows.flatMap(({ tokenLabel, certificates }) =>
    tokenLabel === null
      ? []
      : [{ tokenLabel, certificates: valueOfJson(certificates) as string[] }],
  );
  return { sealedHash, copyHash, works };
}
