import type { DataSource } from 'typeorm';
import type { Stage } from '../../domain/process';

export interface DossierChange {
  id: string;
  stage: Stage;
}

/** The last number of each office's audit log: it moves with every change, and only then. */
export async function readMarkers(
  db: DataSource,
  officeIds: readonly string[],
): Promise<Map<string, number>> {
  const rows = await db.query<{ officeId: string; sequence: string }[]>(
    'SELECT officeId, sequence FROM audit_head WHERE officeId IN (?)',
    [officeIds],
  );
  return new Map(rows.map(({ officeId, sequence }) => [officeId, Number(sequence)]));
}

/** The dossiers of an office that changed after one marker and up to another, with their stage now. */
export function listChanges(
  db: DataSource,
  officeId: string,
  after: number,
  upTo: number,
): Promise<DossierChange[]> {
  return db.query<DossierChange[]>(
    `SELECT DISTINCT d.id, d.stage FROM audit_event a JOIN dossier d ON d.id = a.dossierId
     WHERE a.officeId = ? AND a.sequence > ? AND a.sequence <= ?`,
    [officeId, after, upTo],
  );
}
