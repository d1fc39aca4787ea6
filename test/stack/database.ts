import { spawn } from 'node:child_process';
import { once } from 'node:events';
import { mkdtemp, rm } from 'node:fs/promises';
import { type AddressInfo, createServer } from 'node:net';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import type { DataSource } from 'typeorm';
import { createDataSource } from '../../db/data-source';
import { databaseAnswers, databaseUrl, prepareMariadb } from '../../scripts/stack/mariadb';

export interface TestDatabase {
  url: string;
  /** Connected, with the newest schema. */
  db: DataSource;
  stop: () => Promise<void>;
}

const startMsMax = 30_000;

/** A private MariaDB of a test file's own, with the schema; gone without a trace after `stop`. */
export async function startDatabase(): Promise<TestDatabase> {
  const folder = await mkdtemp(join(tmpdir(), 'saoy-db-'));
  const options = { folder, port: await freePort(), password: 'for-tests-alone', fast: true };
  const part = await prepareMariadb(options);
  const child = spawn(part.command, part.args, { cwd: folder, stdio: 'ignore' });
  const ended = once(child, 'exit');
  const url = databaseUrl(options);
  const stop = async () => {
    child.kill('SIGTERM');
    await ended;
    await rm(folder, { recursive: true, force: true });
  };
  try {
    await untilAnswers(url);
    const db = await createDataSource(url).initialize();
    await db.runMigrations();
    return {
      url,
      db,
      stop: async () => {
        await db.destroy();
        await stop();
      },
    };
  } catch (error) {
    await stop();
    throw error;
  }
}

async function untilAnswers(url: string): Promise<void> {
  const until = Date.now() + startMsMax;
  for (;;) {
    try {
      await databaseAnswers(url);
      return;
    } catch (error) {
      if (Date.now() > until) throw error;
      await new Promise((resolve) => setTimeout(resolve, 100));
    }
  }
}

function freePort(): Promise<number> {
  return new Promise((resolve, reject) => {
    const server = createServer().once('error', reject);
    server.listen(0, '127.0.0.1', () => {
      const { port } = server.address() as AddressInfo;
      server.close(() => resolve(port));
    });
  });
}
