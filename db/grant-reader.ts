import type { DataSource } from 'typeorm';
import { accountOf, quoteAccount, unlessNothingThere } from './grant-rights';

/**
 * Lets an account read the views `report_…` and nothing else, and takes from it what it had beyond. The account is
 * made where the owner may make one; else the database's administrator has made it. Safe to repeat.
 * @param owner connected with the account that migrates; it may grant
 * @param readerUrl how programs of others connect
 * @throws Error where the account is not there and may not be made, or is the owner's own
 */
export async function grantToReader(owner: DataSource, readerUrl: string): Promise<void> {
  await makeAccount(owner, readerUrl);
  const account = await accountOf(readerUrl);
  const [own] = await owner.query<{ account: string; name: string }[]>(
    'SELECT CURRENT_USER() AS account, DATABASE() AS name',
  );
  if (!own || quoteAccount(own.account) === account)
    throw new Error('DATABASE_READER_URL names the account that owns the tables.');
  await owner.query(`REVOKE ALL ON \`${own.name}\`.* FROM ${account}`).catch(unlessNothingThere);
  const tables = await owner.query<{ name: string; isView: number | string }[]>(
    `SELECT TABLE_NAME AS name, TABLE_TYPE = 'VIEW' AS isView FROM information_schema.TABLES
     WHERE TABLE_SCHEMA = DATABASE()`,
  );
  for (const { name, isView } of tables) {
    const table = `\`${own.name}\`.\`${name}\``;
    await owner.query(`REVOKE ALL ON ${table} FROM ${account}`).catch(unlessNothingThere);
    if (Number(isView) === 1 && name.startsWith('report_'))
      await owner.query(`GRANT SELECT ON ${table} TO ${account}`);
  }
}

/** From any host, by the password of its address. */
async function makeAccount(owner: DataSource, readerUrl: string): Promise<void> {
  const { username, password } = new URL(readerUrl.replace(/^mariadb:/, 'mysql:'));
  const account = quoteAccount(`${decodeURIComponent(username)}@%`);
  await owner
    .query(`CREATE USER IF NOT EXISTS ${account} IDENTIFIED BY ?`, [decodeURIComponent(password)])
    .catch((error: unknown) => {
      const { code = '' } = error as { code?: string };
      // Who may make no account finds one that was made.
      if (!['ER_SPECIFIC_ACCESS_DENIED_ERROR', 'ER_ACCESS_DENIED_ERROR'].includes(code))
        throw error;
    });
}
