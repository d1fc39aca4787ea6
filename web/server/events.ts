import { type QueryClient, useQueryClient } from '@tanstack/react-query';
import { useEffect, useState } from 'react';
import { isOwnAct } from './own-acts';
import { openLine } from './shared-line';

const changedByDossiers = ['dossiers', 'counts', 'board', 'books', 'notices', 'drawer'];

/**
 * Listens to the office's dossiers and has the lists read again. False while the line is down; it is
 * dialled again by itself, and what was missed is read when it is back.
 */
export function useOfficeEvents(officeId: string): boolean {
  const client = useQueryClient();
  const [isConnected, setConnected] = useState(true);
  useEffect(
    () =>
      openLine(officeId, {
        onState: setConnected,
        onDossier: ({ id, key }) => {
          // Its answer said so already, and had the lists read again.
          if (isOwnAct(key)) return;
          void client.invalidateQueries({ queryKey: ['dossier', id] });
          void client.invalidateQueries({ queryKey: ['timeline', id] });
          refreshLists(client);
        },
        onMissed: () => {
          void client.invalidateQueries({ queryKey: ['dossier'] });
          refreshLists(client);
        },
      }),
    [officeId, client],
  );
  return isConnected;
}

const refreshEveryMs = 1_000;
let refreshedAt = -refreshEveryMs;
let refreshTimer: ReturnType<typeof setTimeout> | undefined;

/** Has every list read again: at once, but not more often than once a second, however much changes. */
export function refreshLists(client: QueryClient): void {
  refreshTimer ??= setTimeout(
    () => {
      refreshTimer = undefined;
      refreshedAt = performance.now();
      const reads = changedByDossiers.map((key) => client.invalidateQueries({ queryKey: [key] }));
      // A list that cannot be read says so itself.
      Promise.all(reads).catch(() => undefined);
    },
    refreshedAt + refreshEveryMs - performance.now(),
  );
}
