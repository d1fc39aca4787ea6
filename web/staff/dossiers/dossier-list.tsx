import { Link } from '@tanstack/react-router';
import { Skeleton } from 'antd';
import type { ReactNode } from 'react';
import { useServerNow } from '../../server/clock';
import type { ListFilter, ListName } from '../../server/queries';
import { stageLabel } from '../../text/labels';
import { computeTimeLeft } from '../../text/time-left';
import { shortTime } from '../../text/time';
import { TimeLeftBar } from '../desk/time-left-bar';
import type { Selection } from '../batches/use-selection';
import type { SteadyRow } from './steady-rows';

const emptyWords: Record<ListName, string> = {
  create: 'Không có hồ sơ nào đang tạo. Hồ sơ hiện ở đây sau khi bấm “Tiếp nhận” ở quầy.',
  returned: 'Không có hồ sơ nào bị trả lại. Lãnh đạo hoặc văn thư trả lại thì hồ sơ về đây.',
  sign: 'Không còn bản sao nào chờ ký. Hồ sơ hiện ở đây khi cán bộ bấm “Trình ký”.',
  seal: 'Không còn bản sao nào chờ đóng dấu. Hồ sơ hiện ở đây khi lãnh đạo đã ký số.',
  open: 'Không có hồ sơ nào đang giải quyết.',
  all: 'Đơn vị chưa có hồ sơ nào. Hồ sơ đầu tiên hiện ở đây sau khi được tiếp nhận.',
};

interface Props {
  list: ListName;
  rows: readonly SteadyRow[];
  openId: string | undefined;
  search: ListFilter;
  isPending: boolean;
  isFiltered: boolean;
  /** Where several can be taken together. */
  selection: Selection | undefined;
  onHold: (isHeld: boolean) => void;
}

export function DossierList(props: Props) {
  const { rows, isPending, isFiltered, onHold } = props;
  if (isPending)
    return <Skeleton className="list-skeleton" active title={false} paragraph={{ rows: 8 }} />;
  if (rows.length === 0) {
    return (
      <p className="empty">
        {isFiltered
          ? 'Không có hồ sơ nào khớp. Bớt điều kiện tìm rồi thử lại.'
          : emptyWords[props.list]}
      </p>
    );
  }
  return (
    <ul
      className="rows"
      onPointerEnter={() => onHold(true)}
      onPointerLeave={() => onHold(false)}
      onFocus={() => onHold(true)}
      onBlur={() => onHold(false)}
    >
      {rows.map((row) => (
        <li key={row.id} className={props.selection ? 'choosable' : undefined}>
          {props.selection && <Choice row={row} selection={props.selection} />}
          <Row {...props} row={row} />
        </li>
      ))}
    </ul>
  );
}

function Choice({ row, selection }: { row: SteadyRow; selection: Selection }) {
  return (
    <input
      type="checkbox"
      aria-label={`Chọn hồ sơ của ${row.requesterName}${row.opened ? '' : ', chưa mở xem'}`}
      title={row.opened ? undefined : 'Chưa mở xem'}
      className={row.opened ? undefined : 'unopened'}
      disabled={row.gone}
      checked={!row.gone && selection.ids.has(row.id)}
      onChange={() => selection.toggle(row.id)}
    />
  );
}

function Row({ row, list, openId, search }: Props & { row: SteadyRow }): ReactNode {
  const left = computeTimeLeft(row, useServerNow());
  const isOpen = row.id === openId;
  const showsStage = list === 'all' || list === 'open' || row.gone;
  return (
    <Link
      to="/work/$list/{-$dossierId}"
      params={{ list, dossierId: row.id }}
      search={search}
      className={`row row-${left.mark}${row.gone ? ' row-gone' : ''}`}
      aria-current={isOpen ? 'true' : undefined}
      data-dossier={row.id}
    >
      <span className="row-line">
        <b className="row-name">{row.requesterName}</b>
        <TimeLeftBar left={left} />
      </span>
      <span className="row-line quiet">
        <span className="row-type">
          {row.documentType} · {row.originalPages} trang · {row.copies} bản
        </span>
      </span>
      <span className="row-line quiet">
        <span>{row.registerNumber ? `Số ${row.registerNumber}` : row.code}</span>
        <span>
          {showsStage
            ? row.gone
              ? 'Đã rời danh sách'
              : stageLabel(row.stage)
            : shortTime(row.acceptedAt)}
        </span>
      </span>
      {row.stage === 'returned' && row.returnReason && (
        <span className="row-reason">Lý do: {row.returnReason}</span>
      )}
      {row.waiting && <span className="row-reason">{row.waiting.text}</span>}
    </Link>
  );
}
