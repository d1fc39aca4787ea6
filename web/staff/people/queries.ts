import { infiniteQueryOptions, queryOptions } from '@tanstack/react-query';
import type { z } from 'zod';
import type { peopleSchema, WholePerson } from '../../../api/people/contract';
import { getJson } from '../../server/client';

type People = z.infer<typeof peopleSchema>;

/** The manual's filters [AD-08]; empty: any. */
export interface PeopleFilter {
  name: string;
  phone: string;
  identifier: string;
  state: string;
}

export function peopleQuery(officeId: string, filter: PeopleFilter) {
  return infiniteQueryOptions({
    queryKey: ['people', 'list', officeId, filter],
    queryFn: ({ pageParam, signal }) => {
      const query = new URLSearchParams({ officeId, limit: '50' });
      for (const [name, value] of Object.entries(filter)) if (value) query.set(name, String(value));
      if (pageParam) query.set('cursor', pageParam);
      return getJson<People>(`/people?${query}`, signal);
    },
    initialPageParam: '',
    getNextPageParam: (page) => page.nextCursor,
  });
}

export function personQuery(id: string) {
  return queryOptions({
    queryKey: ['people', 'one', id],
    queryFn: ({ signal }) => getJson<WholePerson>(`/people/${id}`, signal),
  });
}
