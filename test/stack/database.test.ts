import { afterAll, beforeAll, expect, test } from '@jest/globals';
import type { DataSource } from 'typeorm';
import { createDataSource } from '../../db/data-source';
import { startDatabase } from './database';
import { sharedDatabase } from './shared';

let copied: DataSource;
let migrated: DataSource;

beforeAll(async () => {
  copied = (await startDatabase()).db;
  migrated = await createDataSource(await sharedDatabase()).initialize();
  await migrated.runMigrations();
});
afterAll(() => Promise.all([copied.destroy(), migrated.destroy()]));

/** How each table, view and trigger is made, and how many rows each table has. */
async function describe(db: DataSource) {
  const ask = (query: string) => db.query<Record<string, string>[]>(query);
  const found: Record<string, unknown> = {};
  for (const line of await ask('SHOW FULL TABLES')) {
    const [name = '', type] = Object.values(line);
    const [made] = await ask(`SHOW CREATE TABLE \`${name}\``);
    const rows = type === 'VIEW' ? [] : await ask(`SELECT COUNT(*) AS count FROM \`${name}\``);
    found[name] = [made?.['Create Table'] ?? made?.['Create View'], rows];
  }
  for (const { Trigger } of await ask('SHOW TRIGGERS')) {
    const [made] = await ask(`SHOW CREATE TRIGGER \`${Trigger}\``);
    found[String(Trigger)] = made?.['SQL Original Statement'];
  }
  return found;
}

test('a suite’s database is what migrations make', async () => {
  const wanted = await describe(migrated);
  expect(Object.keys(wanted).length).toBeGreaterThan(70);
  expect(await describe(copied)).toEqual(wanted);
  expect(await copied.showMigrations()).toBe(false);
});
