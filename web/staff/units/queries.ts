import { infiniteQueryOptions, queryOptions } from '@tanstack/react-query';
import type { z } from 'zod';
import type { MergeCounts, Unit, unitListSchema, WholeUnit } from '../../../api/offices/contract';
import type { RightsMatrix } from '../../../api/people/contract';
import type { OfficeTokens } from '../../../api/signing-keys/token-contract';
import { getJson } from '../../server/client';

type UnitList = z.infer<typeof unitListSchema>;

/** The offices right below one, all of them: a branch has some hundreds at most. */
export async function readChildren(officeId: string): Promise<Unit[]> {
  const children: Unit[] = [];
  let cursor: string | null = '';
  while (cursor !== null) {
    const query = new URLSearchParams({ officeId, childrenOnly: 'true', limit: '200' });
    if (cursor) query.set('cursor', cursor);
    const page: UnitList = await getJson<UnitList>(`/offices?${query}`);
    children.push(...page.items);
    cursor = page.nextCursor;
  }
  return children;
}

export function childrenQuery(officeId: string) {
  return queryOptions({
    queryKey: ['units', 'children', officeId],
    queryFn: () => readChildren(officeId),
  });
}

export function unitSearchQuery(officeId: string, q: string) {
  return infiniteQueryOptions({
    queryKey: ['units', 'search', officeId, q],
    queryFn: ({ pageParam, signal }) => {
      const query = new URLSearchParams({ officeId, q, limit: '50' });
      if (pageParam) query.set('cursor', pageParam);
      return getJson<UnitList>(`/offices?${query}`, signal);
    },
    initialPageParam: '',
    getNextPageParam: (page) => page.nextCursor,
  });
}

export function unitQuery(id: string) {
  return queryOptions({
    queryKey: ['units', 'one', id],
    queryFn: ({ signal }) => getJson<WholeUnit>(`/offices/${id}`, signal),
  });
}

/** Whose a token may be changes with people and their rights. */
export function officeTokensQuery(officeId: string) {
  return queryOptions({
    queryKey: ['people', 'tokens', officeId],
    queryFn: ({ signal }) => getJson<OfficeTokens>(`/offices/${officeId}/tokens`, signal),
  });
}

export function matrixQuery(officeId: string) {
  return queryOptions({
    queryKey: ['people', 'matrix', officeId],
    queryFn: ({ signal }) => getJson<RightsMatrix>(`/offices/${officeId}/rights`, signal),
  });
}

export function mergeQuery(officeId: string, successorId: string) {
  return queryOptions({
    queryKey: ['units', 'merge', officeId, successorId],
    staleTime: 0,
    queryFn: ({ signal }) =>
      getJson<MergeCounts>(`/offices/${officeId}/merge?successorId=${successorId}`, signal),
  });
}
