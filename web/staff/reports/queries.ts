import { queryOptions } from '@tanstack/react-query';
import type { ReportView, WholeReport } from '../../../api/reports/contract';
import { getJson } from '../../server/client';

/** While one is being made its progress is looked at each second. */
const whileMadeMs = 1_000;

export function reportsQuery(officeId: string) {
  return queryOptions({
    queryKey: ['reports', officeId],
    queryFn: ({ signal }) =>
      getJson<{ reports: ReportView[] }>(`/reports?officeId=${officeId}`, signal),
    refetchInterval: (query) => {
      const { data }: { data: { reports: ReportView[] } | undefined } = query.state;
      return data?.reports.some(({ doneAt }) => doneAt === null) ? whileMadeMs : false;
    },
  });
}

/** Once made, a report never changes. */
export function reportQuery(officeId: string, id: string) {
  return queryOptions({
    queryKey: ['report', officeId, id],
    staleTime: Infinity,
    queryFn: ({ signal }) => getJson<WholeReport>(`/reports/${id}?officeId=${officeId}`, signal),
  });
}
