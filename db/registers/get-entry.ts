import type { DataSource } from 'typeorm';
import { RegisterEntry } from './entity';

/** The entry of a dossier that has its number. */
export function getEntry(
  db: Pick<DataSource, 'manager'>,
  dossierId: string,
): Promise<RegisterEntry> {
  return db.manager.findOneByOrFail(RegisterEntry, { dossierId });
}
