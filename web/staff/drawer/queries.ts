import { queryOptions } from '@tanstack/react-query';
import type { DrawerView, OfficeDrawersView } from '../../../api/drawers/drawer-contract';
import { getJson } from '../../server/client';

/** Money moves also by what others do, and by what is done on another page. */
const everyMs = 30_000;

/** One's own drawer. @param day `YYYY-MM-DD`; empty: today */
export function drawerQuery(officeId: string, day: string) {
  return queryOptions({
    queryKey: ['drawer', officeId, 'mine', day],
    refetchInterval: everyMs,
    queryFn: ({ signal }) =>
      getJson<DrawerView>(`/offices/${officeId}/drawer${dayIn(day)}`, signal),
  });
}

/** Every drawer of the office. @param day `YYYY-MM-DD`; empty: today */
export function officeDrawersQuery(officeId: string, day: string) {
  return queryOptions({
    queryKey: ['drawer', officeId, 'all', day],
    refetchInterval: everyMs,
    queryFn: ({ signal }) =>
      getJson<OfficeDrawersView>(`/offices/${officeId}/drawers${dayIn(day)}`, signal),
  });
}

export function dayIn(day: string): string {
  return day === '' ? '' : `?day=${day}`;
}
