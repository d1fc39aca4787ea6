import type { DataSource } from 'typeorm';
import { dossierFromRow, type DossierRow } from './dossier-from-row';
import { Office } from '../offices/entity';
import type { Dossier } from './entity';

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

/** An office that the caller is known to belong to, and whether it has this dossier already, in one round trip. */
export async function getOfficeOf(
  db: DataSource,
  officeId: string,
  dossierId: string,
): Promise<{ office: Office; hasDossier: boolean }> {
  const { entities, raw } = await db.manager
    .createQueryBuilder(Office, 'office')
    .addSelect(
      'EXISTS (SELECT 1 FROM dossier d WHERE d.id = :dossierId AND d.officeId = office.id)',
      'hasDossier',
    )
    .where('office.id = :officeId', { officeId, dossierId })
    .getRawAndEntities<{ hasDossier: string | number }>();
  const [office] = entities;
  if (!office) throw new Error('no such office');
  return { office, hasDossier: Number(raw[0]?.hasDossier) === 1 };
}
