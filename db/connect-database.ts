import { setTimeout as sleep } from 'node:timers/promises';
import type { DataSource } from 'typeorm';
import { createDataSource } from './data-source';

const pauseMs = 1_000;
/** What a server that is not there yet, or not ready yet, answers with. */
const awayCodes = new Set([
  ...['ECONNREFUSED', 'ECONNRESET', 'ETIMEDOUT', 'EHOSTUNREACH', 'ENETUNREACH'],
  ...['ENOTFOUND', 'EAI_AGAIN', 'PROTOCOL_CONNECTION_LOST', 'ER_SERVER_SHUTDOWN'],
]);

/** The account of the processes has no right there before the first migration has given it any. */
const mayNothing = 'ER_DBACCESS_DENIED_ERROR';
const unmigrated = 'the database has not the tables of this version: run “saoy migrate”';

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
  const db = await openDatabase(url, waiting, poolSize, new Set([...awayCodes, mayNothing]));
  while (await lacksMigrations(db)) {
    waiting(unmigrated);
    await sleep(pauseMs);
  }
  return db;
}

/** The same, whatever its schema. */
export async function openDatabase(
  url: string,
  waiting: (reason: string) => void,
  poolSize?: number,
  waitFor: ReadonlySet<string> = awayCodes,
): Promise<DataSource> {
  for (;;) {
    try {
      return await createDataSource(url, poolSize).initialize();
    } catch (error) {
      const { code = '' } = error as { code?: string };
      if (!waitFor.has(code)) throw error;
      waiting(code === mayNothing ? unmigrated : code);
      await sleep(pauseMs);
    }
  }
}

/** Whether a migration of this version has not run; nothing is made by asking. */
export async function lacksMigrations(db: DataSource): Promise<boolean> {
  const ran = await db
    .query<{ name: string }[]>('SELECT name FROM migrations')
    .catch((error: unknown) => {
      const { code = '' } = error as { code?: string };
      if (['ER_NO_SUCH_TABLE', 'ER_TABLEACCESS_DENIED_ERROR'].includes(code)) return [];
      throw error;
    });
  const names = new Set(ran.map(({ name }) => name));
  return db.migrations.some(({ name }) => name === undefined || !names.has(name));
}
