import type { ReactNode } from 'react';
import { useKeys } from '../../keys/use-keys';
import type { Selection } from '../batches/use-selection';
import type { SteadyRow } from '../dossiers/steady-rows';

interface Props {
  /** The rows that were read. */
  rows: readonly SteadyRow[];
  selection: Selection;
  /** The dossier that is open. */
  openId: string | undefined;
  children: ReactNode;
}

/** Over a list whose dossiers can be taken together: how many are chosen, and what may be done with them. */
export function SelectBar({ rows, selection, openId, children }: Props) {
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
        // Looked at, and taken along at once.
        else if (openId) selection.toggle(openId);
      },
    },
  ]);
  const chosen = rows.filter(({ id }) => selection.ids.has(id));
  return (
    <div className="batch-bar">
      <label className="batch-all">
        <input
          type="checkbox"
          checked={chosen.length > 0 && chosen.length === rows.length}
          ref={(box) => {
            if (box) box.indeterminate = chosen.length > 0 && chosen.length < rows.length;
          }}
          onChange={(event) =>
            selection.choose(event.target.checked ? rows.map(({ id }) => id) : [])
          }
        />
        <span>{chosen.length > 0 ? `Đã chọn ${chosen.length}` : 'Chọn tất cả'}</span>
      </label>
      {children}
    </div>
  );
}
