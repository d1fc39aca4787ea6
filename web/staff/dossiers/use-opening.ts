import { useQueryClient } from '@tanstack/react-query';
import { useEffect } from 'react';
import type { Dossier } from '../../../api/dossiers/contract';
import { act } from '../../server/client';
import type { DossierWindow } from '../../server/queries';

/** Tells the server that this dossier is before me, and the lists: a batch asks for it. */
export function useOpening(dossier: Dossier | undefined): void {
  const client = useQueryClient();
  const isMine = dossier?.actions.some((action) => action === 'sign' || action === 'seal') ?? false;
  const id = isMine ? dossier?.id : undefined;
  useEffect(() => {
    if (id === undefined) return;
    const mark = () =>
      client.setQueriesData<DossierWindow>({ queryKey: ['dossiers'] }, (lines) =>
        lines ? markOpened(lines, id) : lines,
      );
    // A word that is lost costs another look at the dossier, no more.
    act(`/dossiers/${id}/opening`, { method: 'PUT' }).then(mark, () => undefined);
  }, [client, id]);
}

function markOpened(page: DossierWindow, id: string): DossierWindow {
  const items = page.items.map((row) => (row.id === id ? { ...row, opened: true } : row));
  return { ...page, items };
}
