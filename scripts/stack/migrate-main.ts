import { createDataSource } from '../../db/data-source';
import { migrate } from '../../db/migrate';
import { seedOffice } from '../sample/seed-office';
import { readInput } from './read-input';

type Input = Pick<Parameters<typeof seedOffice>[1], 'office' | 'accounts'> & {
  databaseUrl: string;
};

/** Brings the database to the newest migration and makes the first office with its people. */
async function main(): Promise<void> {
  const { databaseUrl, office, accounts } = await readInput<Input>();
  for (const name of await migrate(databaseUrl)) console.log(`ran ${name}`);
  const db = await createDataSource(databaseUrl).initialize();
  try {
    await seedOffice(db, { office, accounts, year: new Date().getUTCFullYear() });
  } finally {
    await db.destroy();
  }
}

void main();
