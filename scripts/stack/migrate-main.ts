import { migrate } from '../../db/migrate';
import { readInput } from './read-input';

/** Brings the database to the newest migration. */
async function main(): Promise<void> {
  const { databaseUrl } = await readInput<{ databaseUrl: string }>();
  for (const name of await migrate(databaseUrl)) console.log(`ran ${name}`);
}

void main();
