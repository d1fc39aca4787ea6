import { createDataSource } from './data-source';

/** Brings the database to the newest migration. Safe to run at every start. @returns names that ran. */
export async function migrate(databaseUrl: string): Promise<string[]> {
  const source = await createDataSource(databaseUrl).initialize();
  try {
    return (await source.runMigrations()).map((migration) => migration.name);
  } finally {
    await source.destroy();
  }
}
