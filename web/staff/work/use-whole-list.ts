import { useMutation, useQueryClient } from '@tanstack/react-query';
import { useState } from 'react';
import type { ListName } from '../../../domain/work-lists';
import { type ListFilter, windowLines, windowQuery } from '../../server/queries';
import type { SteadyRow } from '../dossiers/steady-rows';

/** More than these are not taken together: work on them would last, and nobody oversees it. */
export const chosenMax = 2_000;

/**
 * The rows of a list that nobody scrolled to, read so that they can be chosen with the others: window by window, at
 * most `chosenMax` from the first on.
 */
export function useWholeList(officeId: string, list: ListName, filter: ListFilter) {
  const scope = `${officeId} ${list} ${JSON.stringify(filter)}`;
  const client = useQueryClient();
  const [kept, setKept] = useState<{ scope: string; rows: SteadyRow[] }>({ scope, rows: [] });
  const [read, setRead] = useState(0);
  const reading = useMutation({
    mutationFn: async (): Promise<SteadyRow[]> => {
      const rows = new Map<string, SteadyRow>();
      setRead(0);
      for (let window = 0; window * windowLines < chosenMax; window += 1) {
        const { items, total } = await client.fetchQuery(
          windowQuery(officeId, list, filter, window),
        );
        for (const row of items) rows.set(row.id, { ...row, gone: false });
        setRead(rows.size);
        if ((window + 1) * windowLines >= total) break;
      }
      return [...rows.values()].slice(0, chosenMax);
    },
    onSuccess: (rows) => setKept({ scope, rows }),
  });
  return { rows: kept.scope === scope ? kept.rows : [], read, reading };
}
