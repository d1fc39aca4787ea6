import { migrate } from '../../db/migrate';
import { readOwnerUrl, readReaderUrl } from '../../settings/database-url';
import { readSettings } from '../../settings/settings';
import { prepareTemporal } from '../prepare-temporal';

/**
 * `saoy migrate`: brings the database to the newest migration by the account of DATABASE_OWNER_URL, gives that of
 * DATABASE_URL the rights that the processes need (and that of DATABASE_READER_URL, if there is one, the views for reports), and makes in Temporal what this version needs. Waits for both to answer. Safe to repeat, after a run that died half way too.
 */
export async function run(args: string[]): Promise<number> {
  if (args.length > 0) throw new Error('Usage: saoy migrate');
  const { databaseUrl, temporal } = readSettings();
  const waiting = (reason: string) => console.error(`waiting: ${reason}`);
  const names = await migrate(readOwnerUrl(), waiting, databaseUrl, readReaderUrl());
  console.log(names.length === 0 ? 'the database is up to date' : `ran ${names.join(', ')}`);
  const made = await prepareTemporal(temporal, waiting);
  console.log(made.length === 0 ? 'Temporal is up to date' : `made ${made.join(', ')}`);
  return 0;
}
