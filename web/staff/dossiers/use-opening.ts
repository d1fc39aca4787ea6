import { type InfiniteData, useQueryClient } from '@tanstack/react-query';
import { useEffect } from 'react';
import type { Dossier } from '../../../api/dossiers/contract';
import { act } from '../../server/client';
import type { DossierList } from '../../server/queries';

/** Tells the server that this dossier is before me, and the lists: a batch asks for it. */
export function useOpening(dossier: Dossier | undefined): void {
  const client = useQueryClient();
  const isMine = dossier?.actions.some((action) => action === 'sign' || action === 'seal') ?? false;
  const id = isMine ? dossier?.id : undefined;
  useEffect(() => {
    if (id === undefined) return;
    const mark = () =>
      client.setQueriesData<InfiniteData<DossierList>>({ queryKey: ['dossiers'] }, (lists) =>
        lists ? { ...lists, pages: lists.pages.map((page) => markOpened(page, id)) } : lists,
      );
    // A word that is lost costs another look at the dossier, no more.
    act(`/dossiers/${id}/opening`, { method: 'PUT' }).then(mark, () => undefined);
  }, [client, id]);
}

function markOpened(page: DossierList, id: string): DossierList {
  const items = page.items.map((row) => (row.id === id ? { ...row, opened: true } : row));
  return { ...page, items };
}
