import { useEffect } from 'react';
import type { Dossier } from '../../../api/contract/dossier';
import { act } from '../../server/client';

/** Tells the server that this dossier is before me; a batch asks for it. A lost word costs nothing. */
export function useOpening(dossier: Dossier | undefined): void {
  const isMine = dossier?.actions.some((action) => action === 'sign' || action === 'seal') ?? false;
  const id = isMine ? dossier?.id : undefined;
  useEffect(() => {
    if (id === undefined) return;
    act(`/dossiers/${id}/opening`, { method: 'PUT' }).catch(() => undefined);
  }, [id]);
}
