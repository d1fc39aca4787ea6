import { createDataSource } from '../../db/data-source';
import { usePersonalKeys } from '../../db/personal/personal-keys';
import { findPersonalKeys } from '../../settings/personal-keys';
import { migrate } from '../../db/migrate';
import { seedProvince } from '../sample/seed-province';
import { readInput } from './read-input';

interface Input {
  databaseUrl: string;
  accounts: Parameters<typeof seedProvince>[1]['accounts'];
}

/** Brings the database to the newest migration and makes the sample province with its people. */
async function main(): Promise<void> {
  const { databaseUrl, accounts } = await readInput<Input>();
  usePersonalKeys(findPersonalKeys());
  for (const name of await migrate(databaseUrl)) console.log(`ran ${name}`);
  const db = await createDataSource(databaseUrl).initialize();
  try {
    const at = new Date();
    await seedProvince(db, { accounts, at, year: at.getUTCFullYear() });
  } finally {
    await db.destroy();
  }
}

void main();
