import type { DataSource } from 'typeorm';
import { dossierFromRow, type DossierRow } from './dossier-from-row';
import { Dossier } from './entity';

/** A dossier of one of these offices; undefined for another's, too. */
export async function findDossier(
  db: DataSource,
  officeIds: readonly string[],
  id: string,
): Promise<Dossier | undefined> {
  const sql = 'SELECT * FROM dossier WHERE id = ? AND officeId IN (?)';
  const rows = await db.query<DossierRow[]>(sql, [id, officeIds]);
  return rows[0] && dossierFromRow(rows[0]);
}

export function hasDossier(db: DataSource, officeId: string, id: string): Promise<boolean> {
  return db.manager.existsBy(Dossier, { id, officeId });
}
