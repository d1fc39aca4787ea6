import { useState } from 'react';

export interface Selection {
  ids: ReadonlySet<string>;
  toggle: (id: string) => void;
  choose: (ids: Iterable<string>) => void;
}

/** The dossiers of a list that are to be signed together; another list starts with none. */
export function useSelection(scope: string): Selection {
  const [state, setState] = useState({ scope, ids: new Set<string>() });
  const ids = state.scope === scope ? state.ids : new Set<string>();
  const choose = (chosen: Iterable<string>) => setState({ scope, ids: new Set(chosen) });
  const toggle = (id: string) => {
    const chosen = new Set(ids);
    if (!chosen.delete(id)) chosen.add(id);
    choose(chosen);
  };
  return { ids, toggle, choose };
}
