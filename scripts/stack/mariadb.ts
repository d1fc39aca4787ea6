import { spawnSync } from 'node:child_process';
import { createHash } from 'node:crypto';
import { existsSync } from 'node:fs';
import { mkdir, rename, rm, writeFile } from 'node:fs/promises';
import { userInfo } from 'node:os';
import { join } from 'node:path';
import mysql from 'mysql2/promise';
import type { Part } from './supervisor';

interface MariadbOptions {
  /** Everything of this server lies here. */
  folder: string;
  port: number;
  password: string;
  /** For tests alone: nothing is waited for to reach the disk, and databases and accounts may be made at will. */
  fast?: boolean;
}

/** A private MariaDB server on 127.0.0.1 with a data folder, a user and an empty database of its own. */
export async function prepareMariadb(options: MariadbOptions): Promise<Part> {
  const { folder, port } = options;
  const data = join(folder, 'data');
  await mkdir(folder, { recursive: true, mode: 0o700 });
  if (!existsSync(data)) await install(folder, data);
  const init = join(folder, 'init.sql');
  await writeFile(init, initialSql(options), { mode: 0o600 });
  return {
    name: 'mariadb',
    command: findProgram(['/usr/sbin/mariadbd', '/usr/local/sbin/mariadbd', '/usr/bin/mariadbd']),
    args: [
      '--no-defaults',
      `--datadir=${data}`,
      `--tmpdir=${folder}`,
      `--user=${userInfo().username}`,
      '--bind-address=127.0.0.1',
      `--port=${port}`,
      // Relative to the data folder: a path may hold 107 bytes.
      '--socket=mariadb.sock',
      `--pid-file=${join(folder, 'mariadb.pid')}`,
      `--init-file=${init}`,
      '--skip-name-resolve',
      '--character-set-server=utf8mb4',
      '--collation-server=utf8mb4_unicode_520_ci',
      '--default-time-zone=+00:00',
      '--sql-mode=TRADITIONAL,ONLY_FULL_GROUP_BY,NO_ENGINE_SUBSTITUTION',
      '--innodb-buffer-pool-size=128M',
      '--max-connections=300',
      ...(options.fast
        ? ['--innodb-flush-log-at-trx-commit=0', '--innodb-doublewrite=0', '--skip-log-bin']
        : ['--innodb-flush-log-at-trx-commit=1', '--innodb-doublewrite=1', '--skip-log-bin']),
    ],
    cwd: folder,
    answers: () => databaseAnswers(ownerUrl(options)),
    readyWithinMs: 60_000,
    order: 0,
    graceMs: 5_000,
  };
}

type Access = Pick<MariadbOptions, 'port' | 'password'>;

/** How the processes connect. */
export function databaseUrl({ port, password }: Access): string {
  return `mariadb://saoy:${password}@127.0.0.1:${port}/saoy`;
}

/** How the tables are made and altered. */
export function ownerUrl({ port, password }: Access): string {
  return `mariadb://saoy_owner:${ownerPassword(password)}@127.0.0.1:${port}/saoy`;
}

function ownerPassword(password: string): string {
  return createHash('sha256').update(`owner ${password}`).digest('base64url');
}

export async function databaseAnswers(url: string): Promise<boolean> {
  const connection = await mysql.createConnection({
    uri: url.replace(/^mariadb:/, 'mysql:'),
    connectTimeout: 2_000,
  });
  await connection.query('SELECT 1');
  await connection.end();
  return true;
}

/** Made aside and moved into place, so that a half-made folder is never taken for a whole one. */
async function install(folder: string, data: string): Promise<void> {
  const aside = join(folder, 'data.new');
  await rm(aside, { recursive: true, force: true });
  const user = userInfo().username;
  const made = spawnSync(
    findProgram(['/usr/bin/mariadb-install-db', '/usr/local/bin/mariadb-install-db']),
    [
      '--no-defaults',
      `--datadir=${aside}`,
      `--user=${user}`,
      // The administrator enters by the socket alone, as the system user that runs the server.
      '--auth-root-authentication-method=socket',
      `--auth-root-socket-user=${user}`,
      '--skip-test-db',
      // Two installations at once in one /tmp take each other's temporary tables away.
      `--tmpdir=${folder}`,
      '--skip-name-resolve',
    ],
    { encoding: 'utf8' },
  );
  if (made.status !== 0)
    throw new Error(`mariadb-install-db ended with ${made.status}: ${made.stderr || made.stdout}`);
  await rename(aside, data);
}

/** Run by the server at each start; it holds nothing that a second time would harm. */
function initialSql({ password, fast }: MariadbOptions): string {
  return `CREATE DATABASE IF NOT EXISTS saoy;
CREATE USER IF NOT EXISTS 'saoy'@'127.0.0.1' IDENTIFIED BY '${password}';
ALTER USER 'saoy'@'127.0.0.1' IDENTIFIED BY '${password}';
CREATE USER IF NOT EXISTS 'saoy_owner'@'127.0.0.1' IDENTIFIED BY '${ownerPassword(password)}';
ALTER USER 'saoy_owner'@'127.0.0.1' IDENTIFIED BY '${ownerPassword(password)}';
GRANT ALL ON saoy.* TO 'saoy_owner'@'127.0.0.1' WITH GRANT OPTION;
${fast ? "GRANT ALL ON *.* TO 'saoy'@'127.0.0.1' WITH GRANT OPTION;" : ''}
`;
}

function findProgram(paths: string[]): string {
  return paths.find((path) => existsSync(path)) ?? (paths[0] as string);
}
