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
 * Connects to the database, waiting for a server that does not answer yet: after a power cut it may be up
 * later than we are. What waiting cannot mend, such as a wrong password, is thrown at once.
 * @param waiting told of each try in vain
 * @param poolSize connections, if other than the usual number
 */
export async function connectDatabase(
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
