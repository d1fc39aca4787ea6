import type { DataSource } from 'typeorm';

/** Those of some dossiers that a person had open in the round of the step that runs now. */
export async function listOpened(
  db: DataSource,
  personId: string,
  dossierIds: string[],
): Promise<Set<string>> {
  if (dossierIds.length === 0) return new Set();
  const rows = await db.query<{ dossierId: string }[]>(
    `SELECT o.dossierId FROM opening o
     JOIN step_clock c ON c.dossierId = o.dossierId AND c.step = o.step AND c.round = o.round
     WHERE c.endedAt IS NULL AND o.personId = ? AND o.dossierId IN (?)`,
    [personId, dossierIds],
  );
  return new Set(rows.map(({ dossierId }) => dossierId));
}
