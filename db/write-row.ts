import type { EntityManager } from 'typeorm';

/** A row as its table has it: column names, and JSON as text. */
type Row = Readonly<Record<string, unknown>>;

/**
 * Plain statements for the tables that every act writes: TypeORM's builders cost more than the database does
 * (docs/performance.md). Names of tables and columns are ours, never anybody's input.
 */
export async function insertRow(manager: EntityManager, table: string, row: Row): Promise<void> {
  await insertRows(manager, table, [row]);
}

/** All rows have the columns of the first. @param onDuplicate what follows `ON DUPLICATE KEY UPDATE` */
export async function insertRows(
  manager: EntityManager,
  table: string,
  rows: readonly Row[],
  onDuplicate?: string,
): Promise<void> {
  const [first] = rows;
  if (!first) return;
  const columns = Object.keys(first);
  const tail = onDuplicate === undefined ? '' : ` ON DUPLICATE KEY UPDATE ${onDuplicate}`;
  await manager.query(`INSERT INTO ${table} (${columns.map(quoted).join(', ')}) VALUES ?${tail}`, [
    rows.map((row) => columns.map((column) => row[column])),
  ]);
}

/** Rows that stand there already stay as they are, also where nothing may be changed; of other faults it says none. */
export async function insertNewRows(
  manager: EntityManager,
  table: string,
  rows: readonly Row[],
): Promise<void> {
  const [first] = rows;
  if (!first) return;
  const columns = Object.keys(first);
  await manager.query(`INSERT IGNORE INTO ${table} (${columns.map(quoted).join(', ')}) VALUES ?`, [
    rows.map((row) => columns.map((column) => row[column])),
  ]);
}

export async function updateRow(
  manager: EntityManager,
  table: string,
  id: string,
  changes: Row,
): Promise<void> {
  const columns = Object.keys(changes);
  const set = columns.map((column) => `${quoted(column)} = ?`).join(', ');
  const values = columns.map((column) => changes[column]);
  await manager.query(`UPDATE ${table} SET ${set} WHERE id = ?`, [...values, id]);
}

function quoted(column: string): string {
  return `\`${column}\``;
}
