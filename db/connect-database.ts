import { setTimeout as sleep } from 'node:timers/promises';
import type { DataSource } from 'typeorm';
import { createDataSource } from './data-source';

const pauseMs = 1_000;
/** What a server that is not there yet, or not ready yet, answers with. */
const awayCodes = new Set([
  ...['ECONNREFUSED', 'ECONNRESET', 'ETIMEDOUT', 'EHOSTUNREACH', 'ENETUNREACH'],
  ...['ENOTFOUND', 'EAI_AGAIN', 'PROTOCOL_CONNECTION_LOST', 'ER_SERVER_SHUTDOWN'],
]);

/**
 * Connects to the database, waiting for a server that does not answer yet, as after a power cut, and for the schema
 * that this program needs: containers start side by side, and one of them migrates.
 * @param waiting told of each try in vain: the driver's code, or what a person must do
 * @param poolSize connections, if other than the usual number
 * @throws what waiting cannot mend, such as a wrong password
 */
export async function connectDatabase(
  url: string,
  waiting: (reason: string) => void,
  poolSize?: number,
): Promise<DataSource> {
  const db = await openDatabase(url, waiting, poolSize);
  while (await lacksMigrations(db)) {
    waiting('the database has not the tables of this version: run “saoy migrate”');
    await sleep(pauseMs);
  }
  return db;
}

/** The same, whatever its schema. */
export async function openDatabase(
  url: string,
  waiting: (reason: string) => void,
  poolSize?: number,
): Promise<DataSource> {
  for (;;) {
    try {
      return await createDataSource(url, poolSize).initialize();
    } catch (error) {
      const { code = '' } = error as { code?: string };
      if (!awayCodes.has(code)) throw error;
      waiting(code);
      await sleep(pauseMs);
    }
  }
}

/** Whether a migration of this version has not run; nothing is made by asking. */
export async function lacksMigrations(db: DataSource): Promise<boolean> {
  const ran = await db
    .query<{ name: string }[]>('SELECT name FROM migrations')
    .catch((error: unknown) => {
      if ((error as { code?: string }).code === 'ER_NO_SUCH_TABLE') return [];
      throw error;
    });
  const names = new Set(ran.map(({ name }) => name));
  return db.migrations.some(({ name }) => name === undefined || !names.has(name));
}
