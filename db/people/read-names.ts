import type { DataSource } from 'typeorm';

/** What people are called, by their ids; of an id that is nobody's there is none. */
export async function readNames(
  db: DataSource,
  ids: readonly string[],
): Promise<Map<string, string>> {
  if (ids.length === 0) return new Map();
  const rows = await db.query<{ id: string; fullName: string }[]>(
    'SELECT id, fullName FROM person WHERE id IN (?)',
    [ids],
  );
  return new Map(rows.map(({ id, fullName }) => [id, fullName]));
}
