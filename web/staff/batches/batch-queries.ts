import { queryOptions } from '@tanstack/react-query';
import type { Batch, BatchList } from '../../../api/batches/contract';
import { getJson } from '../../server/client';

/** While a batch runs its lines land one by one. */
const lookEveryMs = 700;

/** My latest batches of an office; looked at again and again while one of them runs. */
export function batchesQuery(officeId: string) {
  return queryOptions({
    queryKey: ['batches', officeId],
    queryFn: ({ signal }) => getJson<BatchList>(`/batches?officeId=${officeId}`, signal),
    refetchInterval: ({ state }) =>
      state.data?.items.some((batch) => batch.endedAt === null) ? lookEveryMs : false,
  });
}

export interface BatchCount {
  ended: number;
  done: number;
  total: number;
}

export function countItems({ items }: Batch): BatchCount {
  return {
    ended: items.filter(({ outcome }) => outcome !== null).length,
    done: items.filter(({ outcome }) => outcome === 'done').length,
    total: items.length,
  };
}
