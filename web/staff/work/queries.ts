import { queryOptions } from '@tanstack/react-query';
import type { Holder } from '../../../api/assignments/contract';
import type { SavedFilter } from '../../../api/saved-filters/contract';
import { getJson } from '../../server/client';

/** Who may be given work in an office. */
export function holdersQuery(officeId: string) {
  return queryOptions({
    queryKey: ['counts', officeId, 'holders'],
    queryFn: ({ signal }) =>
      getJson<{ items: Holder[] }>(`/assignments/people?officeId=${officeId}`, signal),
  });
}

export function filtersQuery(officeId: string) {
  return queryOptions({
    queryKey: ['saved-filters', officeId],
    queryFn: ({ signal }) =>
      getJson<{ items: SavedFilter[] }>(`/saved-filters?officeId=${officeId}`, signal),
  });
}
