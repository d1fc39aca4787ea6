import type { DataSource } from 'typeorm';

/** Writes down that a person has a dossier open while a step's clock runs; once a round. */
export async function recordOpening(
  db: DataSource,
  dossierId: string,
  personId: string,
  at: Date,
): Promise<void> {
  await db.query(
    `INSERT IGNORE INTO opening (dossierId, personId, step, round, at)
     SELECT dossierId, ?, step, round, ? FROM step_clock WHERE dossierId = ? AND endedAt IS NULL`,
    [personId, at, dossierId],
  );
}
