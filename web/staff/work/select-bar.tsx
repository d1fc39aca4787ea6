import type { ReactNode } from 'react';
import { ProblemNote } from '../../look/problem-note';
import { inThousands } from '../../text/figures';
import { useKeys } from '../../keys/use-keys';
import type { Selection } from '../batches/use-selection';
import type { SteadyRow } from '../dossiers/steady-rows';
import { chosenMax, type useWholeList } from './use-whole-list';

interface Props {
  /** The rows that were read. */
  rows: readonly SteadyRow[];
  /** How many there are. */
  total: number;
  whole: ReturnType<typeof useWholeList>;
  selection: Selection;
  /** The dossier that is open. */
  openId: string | undefined;
  children: ReactNode;
}

/** Over a list whose dossiers can be taken together: how many are chosen, and what may be done with them. */
export function SelectBar({ rows, total, whole, selection, openId, children }: Props) {
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
  const isAllChosen = chosen.length > 0 && chosen.length === rows.length;
  return (
    <div className="batch-bar">
      <label className="batch-all">
        <input
          type="checkbox"
          checked={isAllChosen}
          ref={(box) => {
            if (box) box.indeterminate = chosen.length > 0 && chosen.length < rows.length;
          }}
          onChange={(event) =>
            selection.choose(event.target.checked ? rows.map(({ id }) => id) : [])
          }
        />
        <span>{chosen.length > 0 ? `Đã chọn ${inThousands(chosen.length)}` : 'Chọn tất cả'}</span>
      </label>
      {isAllChosen && total > rows.length && rows.length < chosenMax && (
        <WholeChoice total={total} whole={whole} onChosen={selection.choose} />
      )}
      {children}
    </div>
  );
}

interface WholeProps {
  total: number;
  whole: Props['whole'];
  onChosen: Selection['choose'];
}

/** All that match, also those that nobody scrolled to; how far reading them has come. */
function WholeChoice({ total, whole: { read, reading }, onChosen }: WholeProps) {
  const count = Math.min(total, chosenMax);
  if (reading.isPending) {
    return (
      <span className="quiet" role="status">
        Đang đọc {inThousands(read)}/{inThousands(count)}…
      </span>
    );
  }
  return (
    <>
      <button
        type="button"
        className="plain-button"
        onClick={() =>
          reading.mutate(undefined, { onSuccess: (all) => onChosen(all.map(({ id }) => id)) })
        }
      >
        {total > chosenMax
          ? `Chọn ${inThousands(chosenMax)} hồ sơ đầu`
          : `Chọn cả ${inThousands(total)} hồ sơ khớp`}
      </button>
      <ProblemNote error={reading.error} />
    </>
  );
}
