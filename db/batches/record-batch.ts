import type { EntityManager } from 'typeorm';
import { Batch, BatchItem } from './entity';
import type { EncryptedPin } from '../signing/entity';
import { recordPins } from '../signing/record-pins';
import { inTransaction } from '../transaction';
import { insertRow, insertRows } from '../write-row';

export type NewItem = Omit<BatchItem, 'batchId' | 'position'>;

/** Writes a batch, its items and the PINs typed for them in one transaction of few statements. */
export async function recordBatch(
  manager: EntityManager,
  batch: Batch,
  items: readonly NewItem[],
  pins: readonly EncryptedPin[],
): Promise<void> {
  const rows = items.map(({ asked, params, ...item }, position) => ({
    ...{ batchId: batch.id, position, ...item },
    ...{ asked: jsonOrNull(asked), params: jsonOrNull(params) },
  }));
  await inTransaction(manager, async (inside) => {
    await recordPins(inside, pins);
    await insertRow(inside, 'batch', { ...batch });
    await insertRows(inside, 'batch_item', rows);
  });
}

function jsonOrNull(value: object | null): string | null {
  return value && JSON.stringify(value);
}

/** Takes back a batch that could not be started. */
export async function removeBatch(manager: EntityManager, id: string): Promise<void> {
  await inTransaction(manager, async (inside) => {
    await inside.delete(BatchItem, { batchId: id });
    await inside.delete(Batch, { id });
  });
}
