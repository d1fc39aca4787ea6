import type { EntityManager } from 'typeorm';
import { DroppedContent } from './entity';

/**
 * Lets content go, inside the caller's transaction: the nightly tidying removes it, unless something else needs the
 * same bytes.
 */
export async function dropContents(
  inside: EntityManager,
  hashes: Iterable<string>,
  droppedAt: Date,
): Promise<void> {
  const rows = [...new Set(hashes)].sort().map((hash) => ({ hash, droppedAt }));
  if (rows.length > 0) await inside.upsert(DroppedContent, rows, ['hash']);
}
