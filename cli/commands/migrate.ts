import { migrate } from '../../db/migrate';
import { readSettings } from '../../settings/settings';

/** `saoy migrate`: brings the database of DATABASE_URL to the newest migration. Safe to repeat. */
export async function run(args: string[]): Promise<number> {
  if (args.length > 0) throw new Error('Usage: saoy migrate');
  const names = await migrate(readSettings().databaseUrl);
  console.log(names.length === 0 ? 'the database is up to date' : `ran ${names.join(', ')}`);
  return 0;
}
