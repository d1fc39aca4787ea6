import type { EntityManager } from 'typeorm';
import { Batch, BatchItem } from './entity';

/** A batch with its items in order; null where its start was taken back. */
export async function findBatch(
  manager: EntityManager,
  id: string,
): Promise<{ batch: Batch; items: BatchItem[] } | null> {
  const batch = await manager.findOneBy(Batch, { id });
  if (batch === null) return null;
  const items = await manager.find(BatchItem, {
    where: { batchId: id },
    order: { position: 'ASC' },
  });
  return { batch, items };
}
