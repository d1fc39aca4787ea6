import { infiniteQueryOptions } from '@tanstack/react-query';
import type { AuditPage } from '../../../api/audit/contract';
import { getJson } from '../../server/client';

/** The filters of the log, as they stand in the address; `unit`: of another office than the one that is worked for. */
export const auditFilterNames = [
  ...(['unit', 'only', 'from', 'to', 'action', 'actor', 'person', 'dossier', 'session'] as const),
] as const;
export type AuditFilter = Partial<Record<(typeof auditFilterNames)[number], string>>;

export function auditSearch(officeId: string, filter: AuditFilter): string {
  const query = new URLSearchParams({ officeId: filter.unit || officeId });
  for (const name of auditFilterNames) {
    if (name === 'unit') continue;
    const value = filter[name];
    if (value) query.set(name, value);
  }
  return query.toString();
}

export function auditQuery(officeId: string, filter: AuditFilter) {
  return infiniteQueryOptions({
    queryKey: ['audit', officeId, filter],
    queryFn: ({ pageParam, signal }) => {
      const cursor = pageParam ? `&cursor=${pageParam}` : '';
      const path = `/audit?${auditSearch(officeId, filter)}&limit=50${cursor}`;
      return getJson<AuditPage>(path, signal);
    },
    initialPageParam: '',
    getNextPageParam: (page) => page.nextCursor,
  });
}
