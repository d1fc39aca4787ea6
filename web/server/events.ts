import type { QueryClient } from '@tanstack/react-query';
import { useQueryClient } from '@tanstack/react-query';
import { useEffect, useState } from 'react';

const changedByDossiers = ['dossiers', 'counts', 'board', 'books'];

/**
 * Listens to the office's dossiers and has the lists read again. False while the line is down;
 * the browser dials again by itself, and what was missed is read when it is back.
 */
export function useOfficeEvents(officeId: string): boolean {
  const client = useQueryClient();
  const [isConnected, setConnected] = useState(true);
  useEffect(() => {
    const source = new EventSource(`/api/events?officeId=${officeId}`);
    let wasDown = false;
    source.onopen = () => {
      setConnected(true);
      if (wasDown) refreshLists(client);
      wasDown = false;
    };
    source.onerror = () => {
      wasDown = true;
      setConnected(false);
    };
    source.addEventListener('dossier', (event: MessageEvent<string>) => {
      const { id } = JSON.parse(event.data) as { id: string };
      void client.invalidateQueries({ queryKey: ['dossier', id] });
      void client.invalidateQueries({ queryKey: ['timeline', id] });
      refreshLists(client);
    });
    return () => source.close();
  }, [officeId, client]);
  return isConnected;
}

export function refreshLists(client: QueryClient): void {
  for (const key of changedByDossiers) void client.invalidateQueries({ queryKey: [key] });
}
