import { infiniteQueryOptions, queryOptions } from '@tanstack/react-query';
import type { z } from 'zod';
import type { OpenWork } from '../../../api/assignments/contract';
import type { peopleSchema, WholePerson } from '../../../api/people/contract';
import { act, getJson } from '../../server/client';

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
    queryFn: ({ pageParam }) => {
      const sought = Object.entries(filter).filter(([, value]) => value !== '');
      const place = pageParam ? { cursor: pageParam } : {};
      const body = { officeId, limit: 50, ...Object.fromEntries(sought), ...place };
      return act<People>('/people/search', { body });
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

/** What a person holds in offices of the branch. */
export function openWorkQuery(id: string) {
  return queryOptions({
    queryKey: ['people', 'open-work', id],
    queryFn: ({ signal }) => getJson<{ items: OpenWork[] }>(`/people/${id}/open-work`, signal),
  });
}
