import { lacksMigrations, openDatabase } from './connect-database';
import { requireTriggerRights } from './require-trigger-rights';

/** Another `saoy migrate` may run, on another host too; so long we wait for it, seconds. */
const lockSecondsMax = 600;

/**
 * Brings the database to the newest migration. Safe to run at every start, after a run that died half way, and by
 * several at once.
 * @param waiting told of each try in vain while the server does not answer
 * @returns names that ran
 */
export async function migrate(
  databaseUrl: string,
  waiting: (reason: string) => void = () => undefined,
): Promise<string[]> {
  const source = await openDatabase(databaseUrl, waiting);
  // The lock is its connection's: kept for it alone until the end.
  const holder = source.createQueryRunner();
  try {
    const name = `saoy migrate ${new URL(databaseUrl).pathname.slice(1)}`;
    const [answer] = (await holder.query('SELECT GET_LOCK(?, ?) AS held', [
      name,
      lockSecondsMax,
    ])) as { held: string | number | null }[];
    if (Number(answer?.held) !== 1)
      throw new Error('Another “saoy migrate” has been running for ten minutes; look at it first.');
    if (!(await lacksMigrations(source))) return [];
    await requireTriggerRights(source);
    return (await source.runMigrations()).map((migration) => migration.name);
  } finally {
    await holder.release();
    await source.destroy();
  }
}
