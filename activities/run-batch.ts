import { In, IsNull } from 'typeorm';
import { Batch, BatchItem } from '../db/entities/batch';
import { SealedPin } from '../db/entities/dossier';
import type { ActivityDeps } from './deps';

/** The steps of a batch. */
export function createRunBatch({ db, actOnDossier, now }: ActivityDeps) {
  return {
    /**
     * Acts on one dossier of a batch and writes down what came of it. Done again, it finds the outcome,
     * or asks the dossier's workflow under the same id.
     * @returns `done`, or the code of what stood in the way
     */
    async actOnItem({ batchId, position }: { batchId: string; position: number }): Promise<string> {
      const item = await db.manager.findOneBy(BatchItem, { batchId, position });
      // Its start was told as failed and taken back, though it had happened.
      if (item === null) return 'batch-stopped';
      if (item.outcome !== null) return item.outcome;
      const { action } = await db.manager.findOneByOrFail(Batch, { id: batchId });
      const key = `${batchId}-${position}`;
      const refusal = await actOnDossier(item.dossierId, action, key, item.asked ?? {});
      const outcome = refusal?.code ?? 'done';
      const params = refusal?.params ?? null;
      await db.manager.update(
        BatchItem,
        { batchId, position },
        { outcome, params, endedAt: now() },
      );
      return outcome;
    },

    /** Writes down that the rest was not tried, and wipes the PINs that nobody will ask for. */
    async endBatch({ batchId }: { batchId: string }): Promise<void> {
      await db.transaction(async (inside) => {
        const ended = { outcome: 'batch-stopped', endedAt: now() };
        await inside.update(BatchItem, { batchId, outcome: IsNull() }, ended);
        const items = await inside.findBy(BatchItem, { batchId });
        const pins = items.flatMap(({ asked }) => asked?.sealedPinId ?? []);
        if (pins.length > 0) await inside.update(SealedPin, { id: In(pins) }, { sealed: null });
        await inside.update(Batch, { id: batchId }, { endedAt: now() });
      });
    },
  };
}
