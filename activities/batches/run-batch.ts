import type { Batch, BatchItem } from '../../db/batches/entity';
import { findBatch } from '../../db/batches/find-batch';
import { recordBatchEnd, recordOutcome } from '../../db/batches/record-outcome';
import { actKeyOf } from '../../domain/act-key';
import { stopsBatch } from '../../domain/batch';
import type { ActivityDeps } from '../deps';

/** Items under way at once: enough to keep the token and two processors busy. */
const lanes = 12;

/** A batch: what is done with each item, and with all of them. */
export function createRunBatch({ db, actOnDossier, now }: ActivityDeps) {
  /**
   * Acts on one dossier and writes down what came of it. Done again, it finds the outcome, or asks the
   * dossier's workflow under the same id.
   * @returns `done`, or the code of what stood in the way
   */
  async function act(item: BatchItem, { action, actorId }: Batch): Promise<string> {
    if (item.outcome !== null) return item.outcome;
    const { batchId, position } = item;
    const actKey = actKeyOf(action, actorId, `${batchId}-${position}`);
    const refusal = await actOnDossier(item.dossierId, action, actKey, item.asked ?? {});
    const outcome = refusal?.code ?? 'done';
    const ended = { outcome, params: refusal?.params ?? null, endedAt: now() };
    await recordOutcome(db.manager, item, ended);
    return outcome;
  }

  /** Acts on every item and ends the batch. Done again it goes on with those that have no outcome. */
  async function workThroughBatch({ batchId }: { batchId: string }): Promise<void> {
    const found = await findBatch(db.manager, batchId);
    // The API took the batch back: its start seemed to have failed.
    if (found === null) return;
    await workThrough(found.items, (item) => act(item, found.batch));
    await recordBatchEnd(db.manager, batchId, now());
  }

  return { workThroughBatch };
}

/**
 * Until one has succeeded they go one by one, so that a wrong PIN is put to the token once; then side by
 * side. After an outcome that stops the batch, or an error, no further one is begun.
 * @throws the first error, when nothing is under way any more
 */
async function workThrough<Item>(
  items: readonly Item[],
  act: (item: Item) => Promise<string>,
): Promise<void> {
  const waiting = items.values();
  let isProven = false;
  let isStopped = false;
  async function take(item: Item): Promise<void> {
    try {
      const outcome = await act(item);
      if (outcome === 'done') isProven = true;
      if (stopsBatch(outcome)) isStopped = true;
    } catch (error) {
      isStopped = true;
      throw error;
    }
  }
  const lane = async (isEnough: () => boolean) => {
    while (!isStopped && !isEnough()) {
      const { value, done } = waiting.next();
      if (done) return;
      await take(value);
    }
  };
  await lane(() => isProven);
  const ended = await Promise.allSettled(Array.from({ length: lanes }, () => lane(() => false)));
  const failed = ended.find(({ status }) => status === 'rejected');
  if (failed?.status === 'rejected') throw failed.reason;
}
