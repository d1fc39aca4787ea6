import { type EntityManager, IsNull } from 'typeorm';
import { Batch, BatchItem } from './entity';
import { wipePins } from '../signing/kept-pin';
import { inTransaction } from '../transaction';

/** Writes what became of one item. */
export async function recordOutcome(
  manager: EntityManager,
  { batchId, position }: Pick<BatchItem, 'batchId' | 'position'>,
  ended: Pick<BatchItem, 'outcome' | 'params' | 'endedAt'>,
): Promise<void> {
  await manager.update(BatchItem, { batchId, position }, ended);
}

/** Ends a batch: items without an outcome were not tried, and the PINs of all are wiped. */
export async function recordBatchEnd(
  manager: EntityManager,
  batchId: string,
  at: Date,
): Promise<void> {
  await inTransaction(manager, async (inside) => {
    const ended = { outcome: 'batch-stopped', endedAt: at };
    await inside.update(BatchItem, { batchId, outcome: IsNull() }, ended);
    const items = await inside.findBy(BatchItem, { batchId });
    const pins = items.flatMap(({ asked }) => asked?.encryptedPinId ?? []);
    await wipePins(inside, pins);
    await inside.update(Batch, { id: batchId }, { endedAt: at });
  });
}
