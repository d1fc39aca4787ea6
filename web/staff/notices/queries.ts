import { queryOptions } from '@tanstack/react-query';
import type { NoticeChoice, ShownNotices, UnsentNotice } from '../../../api/notices/contract';
import { getJson } from '../../server/client';

export function noticesQuery(officeId: string) {
  return queryOptions({
    queryKey: ['notices', officeId],
    refetchInterval: 60_000,
    queryFn: ({ signal }) => getJson<ShownNotices>(`/notices?officeId=${officeId}`, signal),
  });
}

export const choicesQuery = queryOptions({
  queryKey: ['notice-choices'],
  queryFn: ({ signal }) => getJson<{ items: NoticeChoice[] }>('/my-notice-choices', signal),
});

export function unsentQuery(officeId: string) {
  return queryOptions({
    queryKey: ['notices', officeId, 'unsent'],
    refetchInterval: 15_000,
    queryFn: ({ signal }) =>
      getJson<{ items: UnsentNotice[] }>(`/notices/unsent?officeId=${officeId}`, signal),
  });
}
