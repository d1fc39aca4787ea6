import { useCallback, useEffect, useRef, useState } from 'react';
import type { DossierListItem } from '../../../api/dossiers/contract';
import { mergeRows, type Places, present, type SteadyRow } from './steady-rows';

/**
 * The rows of a list that updates by itself, held still while a pointer or the focus is on it: rows
 * keep their places, those that left stay as gone, new ones join at the end. Released, the list
 * takes the server's order. `scope` names the list: another one starts afresh.
 */
export function useSteadyRows(
  fresh: Places<DossierListItem>,
  scope: string,
): { rows: Places<SteadyRow>; hold: (isHeld: boolean) => void } {
  const [isHeld, setHeld] = useState(false);
  const [rows, setRows] = useState<Places<SteadyRow>>([]);
  const shownScope = useRef(scope);
  useEffect(() => {
    const sameList = shownScope.current === scope;
    shownScope.current = scope;
    setRows((shown) =>
      isHeld && sameList && shown.length > 0
        ? mergeRows(shown, fresh)
        : fresh.map((row) => row && present(row)),
    );
  }, [fresh, isHeld, scope]);
  const hold = useCallback((next: boolean) => setHeld(next), []);
  return { rows, hold };
}
