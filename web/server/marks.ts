import { queryOptions } from '@tanstack/react-query';
import type { Marks } from '../../api/marks/contract';
import { getJson } from './client';

/** Where signature and seal stand on the office's next attestation page. */
export const marksQuery = (officeId: string) =>
  queryOptions({
    queryKey: ['marks', officeId],
    queryFn: ({ signal }) => getJson<Marks>(`/offices/${officeId}/marks`, signal),
  });
