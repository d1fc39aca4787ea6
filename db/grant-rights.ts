import { createConnection } from 'mysql2/promise';
import type { DataSource } from 'typeorm';

/**
 * Gives the account of the processes what they need, table by table, and takes from it what it had beyond: rows of
 * tables that only grow are read and added, and no table is altered. Safe to repeat.
 * @param owner connected with the account that migrates; it may grant
 * @param processesUrl how the processes connect
 * @returns whether there was anything to do: with one account for both there is not
 */
export async function grantToProcesses(owner: DataSource, processesUrl: string): Promise<boolean> {
  const account = await accountOf(processesUrl);
  const [own] = await owner.query<{ account: string; name: string }[]>(
    'SELECT CURRENT_USER() AS account, DATABASE() AS name',
  );
  if (!own || quoteAccount(own.account) === account) return false;
  const tables = await owner.query<{ name: string; growsOnly: number | string }[]>(
    // The schema's own triggers say which tables only grow.
    `SELECT t.TABLE_NAME AS name, EXISTS (SELECT 1 FROM information_schema.TRIGGERS g
        WHERE g.EVENT_OBJECT_SCHEMA = t.TABLE_SCHEMA AND g.EVENT_OBJECT_TABLE = t.TABLE_NAME
          AND g.EVENT_MANIPULATION = 'DELETE') AS growsOnly
      FROM information_schema.TABLES t WHERE t.TABLE_SCHEMA = DATABASE() AND t.TABLE_TYPE = 'BASE TABLE'
      -- Whoever may read the migrations takes the database to be ready.
      ORDER BY t.TABLE_NAME = 'migrations'`,
  );
  await owner.query(`REVOKE ALL ON \`${own.name}\`.* FROM ${account}`).catch(unlessNothingThere);
  for (const { name, growsOnly } of tables) {
    const table = `\`${own.name}\`.\`${name}\``;
    const rights = rightsOn(name, Number(growsOnly) === 1);
    await owner.query(`GRANT ${rights} ON ${table} TO ${account}`);
    const beyond = ['INSERT', 'UPDATE', 'DELETE'].filter((right) => !rights.includes(right));
    if (beyond.length === 0) continue;
    await owner
      .query(`REVOKE ${beyond.join(', ')} ON ${table} FROM ${account}`)
      .catch(unlessNothingThere);
  }
  return true;
}

function rightsOn(table: string, growsOnly: boolean): string {
  if (table === 'migrations') return 'SELECT';
  // The head of a chain moves with each event, and is never gone.
  if (table === 'audit_head') return 'SELECT, INSERT, UPDATE';
  return growsOnly ? 'SELECT, INSERT' : 'SELECT, INSERT, UPDATE, DELETE';
}

/** As the server knows whoever connects so. */
export async function accountOf(url: string): Promise<string> {
  const at = new URL(url.replace(/^mariadb:/, 'mysql:'));
  at.pathname = '';
  const connection = await createConnection({ uri: at.href, connectTimeout: 5_000 });
  try {
    const [rows] = await connection.query('SELECT CURRENT_USER() AS account');
    return quoteAccount((rows as { account: string }[])[0]?.account ?? '');
  } finally {
    await connection.end();
  }
}

/** `name@host` as a statement takes it; the host has no `@`. */
export function quoteAccount(account: string): string {
  const at = account.lastIndexOf('@');
  const quoted = (text: string) => `'${text.replace(/['\\]/g, '\\$&')}'`;
  return `${quoted(account.slice(0, at))}@${quoted(account.slice(at + 1))}`;
}

export function unlessNothingThere(error: unknown): void {
  const { code = '' } = error as { code?: string };
  if (!['ER_NONEXISTING_GRANT', 'ER_NONEXISTING_TABLE_GRANT'].includes(code)) throw error;
}
