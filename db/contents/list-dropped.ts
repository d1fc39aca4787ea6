import { LessThan, MoreThan, type EntityManager } from 'typeorm';
import { DroppedContent } from './entity';

/**
 * Content that was dropped before an instant and is to be removed, in the order of the hashes.
 * @param page.after hash to go on after; '' for the first
 */
export function listDropped(
  manager: EntityManager,
  { before, after, limit }: { before: Date; after: string; limit: number },
): Promise<DroppedContent[]> {
  return manager.find(DroppedContent, {
    where: { hash: MoreThan(after), droppedAt: LessThan(before) },
    order: { hash: 'ASC' },
    take: limit,
  });
}

/** It was removed, or is needed again. What was dropped anew meanwhile stays for the next run. */
export async function forgetDropped(
  manager: EntityManager,
  { hash, droppedAt }: DroppedContent,
): Promise<void> {
  await manager.delete(DroppedContent, { hash, droppedAt });
}
