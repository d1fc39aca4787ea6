import type { DataSource } from 'typeorm';

/** What the server answers with where our account may not make triggers, by the driver's code. */
const remedies: Record<string, string> = {
  ER_BINLOG_CREATE_ROUTINE_NEED_SUPER:
    'it keeps a binary log and lets only its administrator make triggers. Start it with log_bin_trust_function_creators=1',
  ER_TABLEACCESS_DENIED_ERROR:
    'our account lacks a right. As its administrator: GRANT ALL ON database.* TO our account',
  ER_DBACCESS_DENIED_ERROR:
    'our account lacks a right. As its administrator: GRANT ALL ON database.* TO our account',
};

/**
 * Tries a trigger before the first statement of a migration, since what a migration has made by then stays.
 * @throws Error with one sentence: what the server's administrator must do
 */
export async function requireTriggerRights(db: DataSource): Promise<void> {
  try {
    await db.query('CREATE TABLE IF NOT EXISTS trigger_probe (x int) ENGINE=InnoDB');
    await db.query(
      'CREATE TRIGGER IF NOT EXISTS trigger_probe_no_delete BEFORE DELETE ON trigger_probe FOR EACH ROW SET @x = 1',
    );
  } catch (cause) {
    const remedy = remedies[(cause as { code?: string }).code ?? ''];
    if (remedy === undefined) throw cause;
    throw new Error(`The database refuses triggers: ${remedy}; then run “saoy migrate” again.`, {
      cause,
    });
  } finally {
    await db.query('DROP TABLE IF EXISTS trigger_probe').catch(() => undefined);
  }
}
