import type { DataSource } from 'typeorm';
import { lacksMigrations, openDatabase } from './connect-database';
import { grantToReader } from './grant-reader';
import { grantToProcesses } from './grant-rights';
import { requireTriggerRights } from './require-trigger-rights';

/** Another `saoy migrate` may run, on another host too; so long we wait for it, seconds. */
const lockSecondsMax = 600;

/**
 * Brings the database to the newest migration. Safe to run at every start, after a run that died half way, and by
 * several at once.
 * @param databaseUrl of the account that may alter tables
 * @param waiting told of each try in vain while the server does not answer
 * @param processesUrl of the processes' account, which is given what they need; none: they use the same
 * @param readerUrl of an account that is to read the views `report_…` and nothing else, if there is one
 * @returns names that ran
 */
export async function migrate(
  databaseUrl: string,
  waiting: (reason: string) => void = () => undefined,
  processesUrl: string = databaseUrl,
  readerUrl?: string,
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
    const ran = (await lacksMigrations(source)) ? await runMigrations(source) : [];
    await grantToProcesses(source, processesUrl);
    if (readerUrl !== undefined) await grantToReader(source, readerUrl);
    return ran;
  } finally {
    await holder.release();
    await source.destroy();
  }
}

async function runMigrations(source: DataSource): Promise<string[]> {
  await requireTriggerRights(source);
  return (await source.runMigrations()).map((migration) => migration.name);
}
