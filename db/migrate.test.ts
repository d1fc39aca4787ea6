import { beforeEach, expect, test } from '@jest/globals';
import { spawn } from 'node:child_process';
import { createHash } from 'node:crypto';
import { once } from 'node:events';
import { readFileSync } from 'node:fs';
import { mkdtemp, rm } from 'node:fs/promises';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import type { DataSource, MigrationInterface, QueryRunner } from 'typeorm';
import { findFreePort } from '../scripts/stack/home';
import { ownerUrl, prepareMariadb } from '../scripts/stack/mariadb';
import { sharedDatabase } from '../test/stack/shared';
import { connectDatabase } from './connect-database';
import { createDataSource } from './data-source';
import { migrate } from './migrate';

let url: string;
beforeEach(async () => {
  url = await sharedDatabase();
});

/** As they run: by the number that ends their name. */
function inOrder(migrations: readonly MigrationInterface[]): MigrationInterface[] {
  const number = ({ name = '' }: MigrationInterface) => Number(name.slice(-13));
  return [...migrations].sort((a, b) => number(a) - number(b));
}

test('a migration that died after any of its statements is made whole by the next run', async () => {
  const dying = createDataSource(url);
  await dying.initialize();
  const runner = dying.createQueryRunner();
  let statements = 0;
  const migrations = inOrder(dying.migrations);
  for (const migration of migrations) {
    // As the process dies one statement later each time, and begins anew.
    for (let last = 1; ; last += 1) {
      const whole = await migration.up(diesAfter(runner, last)).then(
        () => true,
        (error: Error) => {
          if (error.message !== 'died') throw error;
          return false;
        },
      );
      if (whole) break;
      statements += 1;
    }
  }
  expect(statements).toBeGreaterThan(40);
  await runner.release();
  await dying.destroy();

  expect(await migrate(url)).toEqual(migrations.map(({ name }) => name));
  const { upQueries } = await withDatabase(url, (db) => db.driver.createSchemaBuilder().log());
  expect(upQueries.map(({ query }) => query)).toEqual([]);
}, 120_000);

test('what a released version made is not made otherwise: a further migration changes it', () => {
  const first = readFileSync(join(__dirname, 'migrations', '0001-first-schema.ts'));
  expect(createHash('sha256').update(first).digest('hex')).toBe(
    'b17a86df81ffd5036613ce4b6d969571591b8b79b959c0eecfad2beb16c40fff',
  );
});

test('of two that migrate at once, one does it and the other finds it done', async () => {
  const ran = await Promise.all([migrate(url), migrate(url)]);
  expect(ran.map(({ length }) => length).sort()).toEqual([
    0,
    createDataSource(url).options.migrations?.length,
  ]);
});

test('an account that may not make triggers is told so before the first table', async () => {
  const limited = new URL(url);
  const name = limited.pathname.slice(1);
  limited.username = `no_trigger_${name.slice(-4)}`;
  limited.password = 'for-tests';
  await withDatabase(url, async (db) => {
    await db.query(`CREATE USER '${limited.username}'@'127.0.0.1' IDENTIFIED BY 'for-tests'`);
    await db.query(
      `GRANT SELECT, INSERT, UPDATE, DELETE, CREATE, CREATE VIEW, DROP, INDEX, ALTER, REFERENCES ON ${name}.* TO '${limited.username}'@'127.0.0.1'`,
    );
  });
  await expect(migrate(limited.href)).rejects.toThrow(
    /^The database refuses triggers: our account lacks a right\. .*GRANT ALL/,
  );
  await withDatabase(url, async (db) => {
    expect(await db.query('SHOW TABLES')).toEqual([]);
    await db.query(`GRANT TRIGGER ON ${name}.* TO '${limited.username}'@'127.0.0.1'`);
  });
  expect(await migrate(limited.href)).not.toEqual([]);
});

test('a server that keeps a binary log is named with the setting it needs', async () => {
  const folder = await mkdtemp(join(tmpdir(), 'saoy-binlog-'));
  const options = { folder, port: await findFreePort(), password: 'for-tests' };
  const part = await prepareMariadb(options);
  const start = (...more: string[]) => {
    const args = part.args.map((arg) => (arg === '--skip-log-bin' ? '--log-bin=log' : arg));
    const server = spawn(part.command, [...args, ...more], { cwd: part.cwd, stdio: 'ignore' });
    const ended = once(server, 'exit');
    return async () => {
      server.kill();
      await ended;
    };
  };
  let end = start();
  try {
    await expect(migrate(ownerUrl(options))).rejects.toThrow(/log_bin_trust_function_creators=1/);
    await end();
    end = start('--log-bin-trust-function-creators=1');
    expect(await migrate(ownerUrl(options))).not.toEqual([]);
  } finally {
    await end();
    await rm(folder, { recursive: true });
  }
}, 90_000);

test('a process that finds no tables says what to run, waits for it and makes none itself', async () => {
  const said: string[] = [];
  const connected = connectDatabase(url, (reason) => {
    said.push(reason);
    if (said.length === 1) void migrateAndLook();
  });
  let tablesBefore: unknown;
  const migrateAndLook = async () => {
    tablesBefore = await withDatabase(url, (db) => db.query('SHOW TABLES'));
    await migrate(url);
  };
  const db = await connected;
  expect(said[0]).toMatch(/run “saoy migrate”/);
  expect(tablesBefore).toEqual([]);
  expect(await db.query('SELECT COUNT(*) AS count FROM office')).toEqual([{ count: '0' }]);
  await db.destroy();
});

/** The same connection, which fails at every statement after the given number. */
function diesAfter(runner: QueryRunner, last: number): QueryRunner {
  let done = 0;
  return new Proxy(runner, {
    get: (target, name) =>
      name === 'query'
        ? (statement: string, parameters?: unknown[]) => {
            done += 1;
            if (done > last) throw new Error('died');
            return target.query(statement, parameters);
          }
        : (Reflect.get(target, name) as unknown),
  });
}

async function withDatabase<T>(at: string, work: (db: DataSource) => Promise<T>): Promise<T> {
  const db = await createDataSource(at).initialize();
  try {
    return await work(db);
  } finally {
    await db.destroy();
  }
}
