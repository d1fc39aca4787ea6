import { type DataSource, In } from 'typeorm';
import { Batch, BatchItem } from './entity';

export interface BatchLine {
  dossierId: string;
  code: string;
  requesterName: string;
  outcome: string | null;
  params: Record<string, string | number> | null;
}

export interface BatchWithLines {
  batch: Batch;
  lines: BatchLine[];
}

/** A person's own batches of an office, the newest first, each with its items in order. */
export async function listBatches(
  db: DataSource,
  where: { actorId: string; officeId?: string; id?: string },
  limit: number,
): Promise<BatchWithLines[]> {
  const batches = await db.manager.find(Batch, {
    where,
    order: { createdAt: 'DESC' },
    take: limit,
  });
  if (batches.length === 0) return [];
  const ids = batches.map(({ id }) => id);
  const rows = await db
    .createQueryBuilder(BatchItem, 'item')
    .innerJoin('dossier', 'dossier', 'dossier.id = item.dossierId')
    .innerJoin('visit', 'visit', 'visit.id = dossier.visitId')
    .where({ batchId: In(ids) })
    .select(['item.batchId AS batchId', 'item.dossierId AS dossierId', 'item.outcome AS outcome'])
    .addSelect(['item.params AS params', 'dossier.code AS code'])
    .addSelect('visit.requesterName', 'requesterName')
    .orderBy('item.position')
    .getRawMany<BatchLine & { batchId: string; params: unknown }>();
  return batches.map((batch) => ({
    batch,
    lines: rows
      .filter(({ batchId }) => batchId === batch.id)
      .map(({ batchId: _, params, ...line }) => ({ ...line, params: readParams(params) })),
  }));
}

/** The driver of one database parses JSON columns, that of another leaves their text. */
function readParams(params: unknown): BatchLine['params'] {
  return (typeof params === 'string' ? JSON.parse(params) : params) as BatchLine['params'];
}
