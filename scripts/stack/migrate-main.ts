import { createDataSource } from '../../db/data-source';
import { usePersonalKeys } from '../../db/personal/personal-keys';
import { findPersonalKeys } from '../../settings/personal-keys';
import { migrate } from '../../db/migrate';
import { seedProvince } from '../sample/seed-province';
import { readInput } from './read-input';

interface Input {
  databaseUrl: string;
  /** The account that makes the tables. */
  ownerUrl: string;
  accounts: Parameters<typeof seedProvince>[1]['accounts'];
}

/** Brings the database to the newest migration and makes the sample province with its people. */
async function main(): Promise<void> {
  const { databaseUrl, ownerUrl, accounts } = await readInput<Input>();
  usePersonalKeys(findPersonalKeys());
  const ran = await migrate(ownerUrl, undefined, databaseUrl);
  for (const name of ran) console.log(`ran ${name}`);
  const db = await createDataSource(databaseUrl).initialize();
  try {
    const at = new Date();
    await seedProvince(db, { accounts, at, year: at.getUTCFullYear() });
  } finally {
    await db.destroy();
  }
}

void main();
