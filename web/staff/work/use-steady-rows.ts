import { useCallback, useEffect, useRef, useState } from 'react';
import type { DossierRow } from '../../../api/contract/dossier';

export interface SteadyRow extends DossierRow {
  /** It left the list while somebody's pointer or focus was on it; its place is kept until then. */
  gone: boolean;
}

/**
 * The rows of a list that updates by itself, held still while a pointer or the focus is on it: rows
 * keep their places, those that left stay as gone, new ones join at the end. Released, the list
 * takes the server's order. `scope` names the list: another one starts afresh.
 */
export function useSteadyRows(
  fresh: readonly DossierRow[],
  scope: string,
): { rows: readonly SteadyRow[]; hold: (isHeld: boolean) => void } {
  const [isHeld, setHeld] = useState(false);
  const [rows, setRows] = useState<readonly SteadyRow[]>([]);
  const shownScope = useRef(scope);
  useEffect(() => {
    const sameList = shownScope.current === scope;
    shownScope.current = scope;
    setRows((shown) => (isHeld && sameList ? merge(shown, fresh) : fresh.map(present)));
  }, [fresh, isHeld, scope]);
  const hold = useCallback((next: boolean) => setHeld(next), []);
  return { rows, hold };
}

const present = (row: DossierRow): SteadyRow => ({ ...row, gone: false });

export function merge(
  shown: readonly SteadyRow[],
  fresh: readonly DossierRow[],
): readonly SteadyRow[] {
  const byId = new Map(fresh.map((row) => [row.id, row]));
  const kept = shown.map((row) => {
    const now = byId.get(row.id);
    byId.delete(row.id);
    return now ? present(now) : { ...row, gone: true };
  });
  return [...kept, ...[...byId.values()].map(present)];
}
