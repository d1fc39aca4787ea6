import type { DataSource, EntityManager } from 'typeorm';
import { sampleCodePrefix, sampleIdPrefix } from '../../domain/sample';

/** Rows of one statement, so that no lock is held long. */
const rowsAtOnce = 20_000;

/** Whether there is a sample here. */
export async function hasSample(db: DataSource): Promise<boolean> {
  const [row] = await db.query<{ found: string }[]>(
    'SELECT EXISTS (SELECT 1 FROM office WHERE id LIKE ?) AS found',
    [`${sampleIdPrefix}%`],
  );
  return Number(row?.found) === 1;
}

/**
 * Removes every row that is of the sample or speaks of it, in every table; nothing else. Broken off, it goes on
 * where it is run again.
 * @returns rows removed
 */
export async function removeSample(db: DataSource): Promise<number> {
  const columns = await db.query<{ name: string; ids: string }[]>(
    `SELECT table_name AS name, GROUP_CONCAT(column_name ORDER BY ordinal_position) AS ids
     FROM information_schema.columns
     WHERE table_schema = DATABASE() AND data_type = 'char' AND character_maximum_length = 36
     GROUP BY table_name ORDER BY table_name`,
  );
  const runner = db.createQueryRunner();
  try {
    // The order of tables would be a list kept by hand; what refers to the sample is of the sample.
    await runner.query('SET SESSION foreign_key_checks = 0');
    const serials = `series LIKE '${sampleIdPrefix}%' OR series LIKE '${sampleCodePrefix}%'`;
    let removed = await removeWhere(runner.manager, 'daily_serial', serials);
    // Offices last: until then there is a sample to be removed.
    const isOffice = ({ name }: { name: string }) => name === 'office';
    for (const { name, ids } of [
      ...columns.filter((t) => !isOffice(t)),
      ...columns.filter(isOffice),
    ]) {
      const where = ids.split(',').map((column) => `\`${column}\` LIKE '${sampleIdPrefix}%'`);
      removed += await removeWhere(runner.manager, name, where.join(' OR '));
    }
    return removed;
  } finally {
    await runner.query('SET SESSION foreign_key_checks = 1');
    await runner.release();
  }
}

async function removeWhere(manager: EntityManager, table: string, where: string): Promise<number> {
  let removed = 0;
  for (;;) {
    const { affectedRows } = await manager.query<{ affectedRows: number }>(
      `DELETE FROM \`${table}\` WHERE ${where} LIMIT ${rowsAtOnce}`,
    );
    removed += affectedRows;
    if (affectedRows < rowsAtOnce) return removed;
  }
}
