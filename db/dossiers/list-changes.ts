import type { DataSource } from 'typeorm';
import type { Stage } from '../../domain/process';

export interface DossierChange {
  id: string;
  stage: Stage;
  /** The `Idempotency-Key` of the act that changed it last; null where nobody's request did. */
  key: string | null;
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
    `SELECT d.id, d.stage, IF(a.actorId IS NULL, NULL, SUBSTRING_INDEX(a.actKey, ':', -1)) AS \`key\`
     FROM (SELECT MAX(sequence) AS sequence FROM audit_event
       WHERE officeId = ? AND sequence > ? AND sequence <= ? AND dossierId IS NOT NULL
       GROUP BY dossierId) AS last
     JOIN audit_event a ON a.officeId = ? AND a.sequence = last.sequence
     JOIN dossier d ON d.id = a.dossierId`,
    [officeId, after, upTo, officeId],
  );
}
