import type { DataSource, EntityManager, EntityMetadata } from 'typeorm';
import { inTransaction } from '../transaction';
import { PersonalTransformer } from './personal-column';
import { keyIdLength, newestPersonalKey } from './personal-keys';
import { decryptPersonal, encryptPersonal, type PersonalKind } from './personal-value';

/** Rows of one transaction: others wait for them no longer than for a dossier's act. */
const rowsAtOnce = 100;

/** A table with its encrypted columns. */
interface PersonalTable {
  name: string;
  keys: string[];
  columns: { name: string; kind: PersonalKind }[];
}

type Row = Record<string, string | null>;

/**
 * Brings every value that an older key has encrypted, and its blind index, to the newest key, batch by batch,
 * while everything runs. A value that somebody changes meanwhile stays theirs. Run again, it goes on where it died.
 * @param done told how many values of a table are brought over, after each batch
 * @returns how many values there were
 */
export async function encryptAnew(
  db: DataSource,
  done: (table: string, values: number) => void = () => undefined,
): Promise<number> {
  const { id } = newestPersonalKey();
  let all = 0;
  for (const table of listPersonalTables(db)) {
    let after: Row | undefined;
    do {
      const rows = await listOlder(db.manager, table, id, after);
      const values = await inTransaction(db, (inside) => encryptRows(inside, table, id, rows));
      all += values;
      if (values > 0) done(table.name, values);
      after = rows.length === rowsAtOnce ? rows.at(-1) : undefined;
    } while (after);
  }
  return all;
}

/** How many values each key has encrypted, by its id. */
export async function countByKey(db: DataSource): Promise<Map<string, number>> {
  const counts = new Map<string, number>();
  for (const { name, columns } of listPersonalTables(db)) {
    for (const column of columns) {
      const rows = await db.query<{ keyId: string; values: string }[]>(
        `SELECT LEFT(\`${column.name}\`, ${keyIdLength}) AS keyId, COUNT(*) AS \`values\` FROM \`${name}\`
         WHERE \`${column.name}\` IS NOT NULL GROUP BY keyId`,
      );
      for (const row of rows)
        counts.set(row.keyId, (counts.get(row.keyId) ?? 0) + Number(row.values));
    }
  }
  return counts;
}

/** As the entities say. */
function listPersonalTables(db: DataSource): PersonalTable[] {
  return db.entityMetadatas.map(personalTableOf).filter(({ columns }) => columns.length > 0);
}

function personalTableOf({ tableName, primaryColumns, columns }: EntityMetadata): PersonalTable {
  return {
    name: tableName,
    keys: primaryColumns.map(({ databaseName }) => databaseName),
    columns: columns.flatMap(({ databaseName: name, transformer }) =>
      transformer instanceof PersonalTransformer ? [{ name, kind: transformer.kind }] : [],
    ),
  };
}

/** The next rows, by primary key, with a value of another key than this one. */
function listOlder(
  manager: EntityManager,
  { name, keys, columns }: PersonalTable,
  newest: string,
  after: Row | undefined,
): Promise<Row[]> {
  const key = keys.map(quoted).join(', ');
  const older = columns.map((column) => `${quoted(column.name)} NOT LIKE ?`).join(' OR ');
  const beyond = after ? `AND (${key}) > (${keys.map(() => '?').join(', ')})` : '';
  return manager.query<Row[]>(
    `SELECT ${[...keys, ...columns.map((column) => column.name)].map(quoted).join(', ')} FROM ${quoted(name)}
     WHERE (${older}) ${beyond} ORDER BY ${key} LIMIT ${rowsAtOnce}`,
    [...columns.map(() => `${newest}:%`), ...(after ? keys.map((one) => after[one]) : [])],
  );
}

async function encryptRows(
  inside: EntityManager,
  { name, keys, columns }: PersonalTable,
  newest: string,
  rows: readonly Row[],
): Promise<number> {
  let values = 0;
  const isRow = keys.map((key) => `${quoted(key)} = ?`).join(' AND ');
  for (const row of rows) {
    for (const column of columns) {
      const stored = row[column.name];
      if (!stored || stored.startsWith(`${newest}:`)) continue;
      const fresh = encryptPersonal(column.kind, decryptPersonal(column.kind, stored));
      const set = quoted(column.name);
      await inside.query(`UPDATE ${quoted(name)} SET ${set} = ? WHERE ${isRow} AND ${set} = ?`, [
        ...[fresh, ...keys.map((key) => row[key]), stored],
      ]);
      values += 1;
    }
  }
  return values;
}

function quoted(name: string): string {
  return `\`${name}\``;
}
