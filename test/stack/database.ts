import type { DataSource } from 'typeorm';
import { createDataSource } from '../../db/data-source';
import { migratedDatabase } from './shared';

export interface TestDatabase {
  url: string;
  /** Connected, with the newest schema. */
  db: DataSource;
  /** Ends the connection; the server serves the other suites of the run. */
  stop: () => Promise<void>;
}

/** A database of a test file's own in the MariaDB of this run, with the schema. */
export async function startDatabase(): Promise<TestDatabase> {
  const url = await migratedDatabase();
  const db = await createDataSource(url).initialize();
  return { url, db, stop: () => db.destroy() };
}
