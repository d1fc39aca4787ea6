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
  /** The dossier that is open. */
  openId: string | undefined;
  onOpen: (id: string) => void;
}

/** Over a list whose dossiers can be signed together: what is chosen, and how the last batch goes. */
export function BatchBar({ action, rows, selection, openId, onOpen }: Props) {
  const { office } = useDesk();
  const [isOpen, setOpen] = useState(false);
  const [shownId, setShownId] = useState<string | null>(null);
  const batches = useQuery(batchesQuery(office.id));
  const mine = batches.data?.items.filter((batch) => batch.action === action) ?? [];
  const running = mine.find((batch) => batch.endedAt === null);
  const shown = mine.find(({ id }) => id === shownId) ?? running;
  useListsFollow(shown);

  const present = rows.filter((row) => !row.gone);
  const chosen = present.filter(({ id }) => selection.ids.has(id));
  const words = batchWords[action];
  const open = () => {
    if (chosen.length > 0 || running) setOpen(true);
  };
  useKeys([
    {
      key: ' ',
      label: 'Chọn, bỏ chọn hồ sơ',
      run: () => {
        const focused = document.activeElement;
        const id = focused?.getAttribute('data-dossier');
        if (id) selection.toggle(id);
        // Boxes and buttons keep what Space means to them.
        else if (focused instanceof HTMLElement && focused.matches('input, button, summary, a'))
          focused.click();
        // Looked at, and taken into the batch at once.
        else if (openId) selection.toggle(openId);
      },
    },
    { key: 'ctrl+b', label: words.button, run: open },
  ]);
  if (present.length === 0 && !running) return null;
  return (
    <div className="batch-bar">
      <label className="batch-all">
        <input
          type="checkbox"
          checked={chosen.length > 0 && chosen.length === present.length}
          ref={(box) => {
            if (box) box.indeterminate = chosen.length > 0 && chosen.length < present.length;
          }}
          onChange={(event) =>
            selection.choose(event.target.checked ? present.map(({ id }) => id) : [])
          }
        />
        <span>{chosen.length > 0 ? `Đã chọn ${chosen.length}` : 'Chọn tất cả'}</span>
      </label>
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
    </div>
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
