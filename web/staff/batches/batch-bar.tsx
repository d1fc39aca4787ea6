import { useQuery, useQueryClient } from '@tanstack/react-query';
import { Button } from 'antd';
import { useEffect, useRef, useState } from 'react';
import type { Batch } from '../../../api/batches/contract';
import { useKeys } from '../../keys/use-keys';
import { refreshLists } from '../../server/events';
import { useDesk } from '../desk/office';
import type { SteadyRow } from '../dossiers/steady-rows';
import './batch.css';
import { batchesQuery, countItems } from './batch-queries';
import { BatchDialog } from './batch-dialog';
import { batchWords, type BatchAction } from './batch-words';
import type { Selection } from './use-selection';

interface Props {
  action: BatchAction;
  rows: readonly SteadyRow[];
  selection: Selection;
  onOpen: (id: string) => void;
}

/** Signs or seals what is chosen together, and says how the last batch goes. */
export function BatchButton({ action, rows, selection, onOpen }: Props) {
  const { office } = useDesk();
  const [isOpen, setOpen] = useState(false);
  const [shownId, setShownId] = useState<string | null>(null);
  const batches = useQuery(batchesQuery(office.id));
  const mine = batches.data?.items.filter((batch) => batch.action === action) ?? [];
  const running = mine.find((batch) => batch.endedAt === null);
  const shown = mine.find(({ id }) => id === shownId) ?? running;
  useListsFollow(shown);

  const chosen = rows.filter(({ id }) => selection.ids.has(id));
  const words = batchWords[action];
  const open = () => {
    if (chosen.length > 0 || running) setOpen(true);
  };
  useKeys([{ key: 'ctrl+b', label: words.button, run: open }]);
  return (
    <>
      {running && !isOpen ? (
        <button type="button" className="plain-button" onClick={open} aria-live="polite">
          {words.running} {countItems(running).ended}/{countItems(running).total}…
        </button>
      ) : (
        <Button size="small" disabled={chosen.length === 0} onClick={open}>
          {words.button}
        </Button>
      )}
      {isOpen && (
        <BatchDialog
          action={action}
          chosen={chosen}
          batch={shown}
          onOpenFirst={() => {
            setOpen(false);
            const unopened = chosen.find((row) => !row.opened);
            if (unopened) onOpen(unopened.id);
          }}
          onStarted={(batch) => setShownId(batch.id)}
          onClose={() => {
            setOpen(false);
            // What failed stays chosen, so that another go is one key away.
            if (shown?.endedAt) setShownId(null);
          }}
        />
      )}
    </>
  );
}

/** The lists are read again as the lines of a batch land. */
function useListsFollow(batch: Batch | undefined): void {
  const client = useQueryClient();
  const done = batch ? `${batch.id} ${countItems(batch).done}` : '';
  const seen = useRef(done);
  useEffect(() => {
    if (seen.current !== done) refreshLists(client);
    seen.current = done;
  }, [client, done]);
}
