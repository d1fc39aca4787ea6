import { useQueries, type UseQueryResult } from '@tanstack/react-query';
import { useCallback, useMemo, useState } from 'react';
import type { ListName } from '../../../domain/work-lists';
import type { DossierListItem } from '../../../api/dossiers/contract';
import {
  type DossierWindow,
  type ListFilter,
  windowLines,
  windowQuery,
} from '../../server/queries';
import type { Places } from './steady-rows';

interface ListRows {
  /** As long as the list; what was not looked at is not there yet. */
  fresh: Places<DossierListItem>;
  total: number;
  /** There are more, and they were not counted. */
  isMore: boolean;
  isPending: boolean;
  isSuccess: boolean;
  error: Error | null;
  /** Says which rows are looked at. */
  look: (first: number, last: number) => void;
}

/** The rows of a list of any length: the first window, and those that are looked at. */
export function useListRows(officeId: string, list: ListName, filter: ListFilter): ListRows {
  const scope = `${officeId} ${list} ${JSON.stringify(filter)}`;
  const [seen, setSeen] = useState({ scope, first: 0, last: 0 });
  const [from, to] = seen.scope === scope ? [seen.first, seen.last] : [0, 0];
  const windows = [...new Set([0, ...between(from, to)])];
  const look = useCallback(
    (first: number, last: number) => {
      const next = { first: windowOf(first), last: windowOf(last) };
      setSeen((now) =>
        now.scope === scope && now.first === next.first && now.last === next.last
          ? now
          : { scope, ...next },
      );
    },
    [scope],
  );
  const { pages, ...state } = useQueries({
    queries: windows.map((window) => windowQuery(officeId, list, filter, window)),
    combine,
  });
  const newest = pages.find((page) => page.at === newestOf(pages));
  const total = newest?.total ?? 0;
  const isMore = newest?.isMore ?? false;
  const fresh = useMemo(() => {
    const rows = new Array<DossierListItem | undefined>(total).fill(undefined);
    for (const { start, items } of pages) {
      items.slice(0, Math.max(0, total - start)).forEach((row, at) => (rows[start + at] = row));
    }
    return rows;
  }, [pages, total]);
  return { fresh, total, isMore, look, ...state };
}

/** The same object for the same answers: rows are made anew only where one of them changed. */
function combine(answers: readonly UseQueryResult<DossierWindow>[]) {
  const [first] = answers;
  return {
    pages: answers.flatMap(({ data, dataUpdatedAt }) =>
      data ? [{ ...data, at: dataUpdatedAt }] : [],
    ),
    isPending: first?.isPending ?? true,
    isSuccess: first?.isSuccess ?? false,
    error: answers.find(({ error }) => error)?.error ?? null,
  };
}

/** What was read last knows how long the list is. */
function newestOf(pages: readonly { at: number }[]): number {
  return Math.max(0, ...pages.map(({ at }) => at));
}

function windowOf(row: number): number {
  return Math.floor(Math.max(0, row) / windowLines);
}

function between(first: number, last: number): number[] {
  return Array.from({ length: last - first + 1 }, (_, at) => first + at);
}
