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
  /** Of the invented province; null: none is made. */
  accounts: Parameters<typeof seedProvince>[1]['accounts'] | null;
}

/** Brings the database to the newest migration and makes the sample province with its people, where it is wanted. */
async function main(): Promise<void> {
  const { databaseUrl, ownerUrl, accounts } = await readInput<Input>();
  usePersonalKeys(findPersonalKeys());
  const ran = await migrate(ownerUrl, undefined, databaseUrl);
  for (const name of ran) console.log(`ran ${name}`);
  if (accounts === null) return;
  const db = await createDataSource(databaseUrl).initialize();
  try {
    const at = new Date();
    await seedProvince(db, { accounts, at, year: at.getUTCFullYear() });
  } finally {
    await db.destroy();
  }
}

void main();
