import type { BatchWithLines } from '../../db/batches/list-batches';
import { isProblemCode, sentence } from '../../domain/problem';
import type { Batch } from './contract';

/** A batch as its person sees it, each outcome with its sentence. */
export function viewBatch({ batch, lines }: BatchWithLines): Batch {
  return {
    id: batch.id,
    action: batch.action,
    createdAt: batch.createdAt.toISOString(),
    endedAt: batch.endedAt?.toISOString() ?? null,
    items: lines.map(({ params, ...line }) => ({
      ...line,
      detail: isProblemCode(line.outcome) ? sentence(line.outcome, 'vi', params ?? {}) : null,
    })),
  };
}
