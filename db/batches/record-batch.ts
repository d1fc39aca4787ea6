import type { EntityManager } from 'typeorm';
import { Batch, BatchItem } from './entity';
import { inTransaction } from '../transaction';

/** Writes a batch and its items in one transaction. */
export async function recordBatch(
  manager: EntityManager,
  batch: Batch,
  items: Omit<BatchItem, 'batchId' | 'position'>[],
): Promise<void> {
  await inTransaction(manager, async (inside) => {
    await inside.insert(Batch, batch);
    await inside.insert(
      BatchItem,
      items.map((item, position) => ({ ...item, batchId: batch.id, position })),
    );
  });
}

/** Takes back a batch that could not be started. */
export async function removeBatch(manager: EntityManager, id: string): Promise<void> {
  await inTransaction(manager, async (inside) => {
    await inside.delete(BatchItem, { batchId: id });
    await inside.delete(Batch, { id });
  });
}
