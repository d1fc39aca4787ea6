import type { EntityManager } from 'typeorm';

/**
 * The newest forms of copies whose last time stamp ends before an instant, or of which the end is not known yet,
 * by their hashes.
 * @param page.after the hash to go on after; '' for the first
 */
export async function listEndingCopies(
  manager: EntityManager,
  { before, after, limit }: { before: Date; after: string; limit: number },
): Promise<string[]> {
  const rows = await manager.query<{ hash: string }[]>(
    `SELECT hash FROM copy_version
      WHERE isNewest = 1 AND hash > ? AND (stampEndsAt IS NULL OR stampEndsAt < ?)
      ORDER BY hash LIMIT ?`,
    [after, before, limit],
  );
  return rows.map(({ hash }) => hash);
}
