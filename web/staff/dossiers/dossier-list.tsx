import { useVirtualizer, type Virtualizer } from '@tanstack/react-virtual';
import { Link } from '@tanstack/react-router';
import { Skeleton } from 'antd';
import {
  type ReactNode,
  type RefObject,
  useEffect,
  useLayoutEffect,
  useRef,
  useState,
} from 'react';
import type { ListName } from '../../../domain/work-lists';
import { useServerNow } from '../../server/clock';
import { type ListFilter, windowLines } from '../../server/queries';
import { isHeld, useHeldAct } from '../../server/held-act';
import { stageLabel } from '../../text/labels';
import { computeTimeLeft } from '../../text/time-left';
import { dateTime, isoDate, shortTime, timeOnly } from '../../text/time';
import { TimeLeftBar } from '../desk/time-left-bar';
import { useDesk } from '../desk/office';
import type { Selection } from '../batches/use-selection';
import { placeOf } from '../../server/list-place';
import type { Places, SteadyRow } from './steady-rows';

const emptyWords: Record<ListName, string> = {
  create: 'Không có hồ sơ nào đang tạo. Hồ sơ hiện ở đây sau khi bấm “Tiếp nhận” ở quầy.',
  returned: 'Không có hồ sơ nào bị trả lại. Lãnh đạo hoặc văn thư trả lại thì hồ sơ về đây.',
  sign: 'Không còn bản sao nào chờ ký. Hồ sơ hiện ở đây khi cán bộ bấm “Trình ký”.',
  seal: 'Không còn bản sao nào chờ đóng dấu. Hồ sơ hiện ở đây khi lãnh đạo đã ký số.',
  open: 'Không có hồ sơ nào đang giải quyết.',
  all: 'Đơn vị chưa có hồ sơ nào. Hồ sơ đầu tiên hiện ở đây sau khi được tiếp nhận.',
};

export type RowList = Virtualizer<HTMLElement, HTMLLIElement>;

interface Props {
  list: ListName;
  rows: Places<SteadyRow>;
  openId: string | undefined;
  search: ListFilter;
  isPending: boolean;
  isFiltered: boolean;
  /** Where several can be taken together. */
  selection: Selection | undefined;
  /** Whether who has not looked at a dossier is told so beside its box. */
  tellsUnopened: boolean;
  onHold: (isHeld: boolean) => void;
  /** Which rows are looked at. */
  onLook: (first: number, last: number) => void;
  /** What scrolls. */
  pane: RefObject<HTMLElement | null>;
  /** The rows as they are laid out, for whoever moves the focus. */
  laidOut: RefObject<RowList | null>;
}

export function DossierList(props: Props) {
  const { rows, isPending, isFiltered } = props;
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
  return <Rows {...props} />;
}

/** Height of a row that was not measured yet, px. */
const rowHeight = 82;

/** Of any number of rows those in sight alone are in the page. */
function Rows(props: Props) {
  const { rows, onHold, onLook, pane, laidOut } = props;
  const frame = useRef<HTMLUListElement>(null);
  const [scrollMargin, setMargin] = useState(0);
  useLayoutEffect(() => setMargin(frame.current?.offsetTop ?? 0), []);
  // eslint-disable-next-line react-hooks/incompatible-library -- the compiler is not used
  const virtualizer: RowList = useVirtualizer({
    count: rows.length,
    getScrollElement: () => pane.current,
    estimateSize: () => rowHeight,
    getItemKey: (index) => rows[index]?.id ?? index,
    // A short list is there whole: it can be searched in the page, and printed.
    overscan: rows.length > windowLines ? 8 : rows.length,
    scrollMargin,
  });
  const items = virtualizer.getVirtualItems();
  const [first, last] = [items[0]?.index ?? 0, items.at(-1)?.index ?? 0];
  useEffect(() => onLook(first, last), [onLook, first, last]);
  useEffect(() => {
    laidOut.current = virtualizer;
    return () => {
      laidOut.current = null;
    };
  }, [laidOut, virtualizer]);
  return (
    <ul
      ref={frame}
      className="rows"
      style={{ height: virtualizer.getTotalSize() }}
      onPointerEnter={() => onHold(true)}
      onPointerLeave={() => onHold(false)}
      onFocus={() => onHold(true)}
      onBlur={() => onHold(false)}
    >
      {items.map(({ index, key, start }) => {
        const row = rows[index];
        return (
          <li
            key={key}
            ref={virtualizer.measureElement}
            data-index={index}
            aria-setsize={rows.length}
            aria-posinset={index + 1}
            className={props.selection && row ? 'choosable' : undefined}
            style={{ transform: `translateY(${start - scrollMargin}px)` }}
          >
            {row && props.selection && <Choice {...props} row={row} selection={props.selection} />}
            {row ? <Row {...props} row={row} /> : <p className="row row-unread">Đang tải…</p>}
          </li>
        );
      })}
    </ul>
  );
}

type ChoiceProps = Pick<Props, 'tellsUnopened'> & { row: SteadyRow; selection: Selection };

function Choice({ row, selection, tellsUnopened }: ChoiceProps) {
  const isUnopened = tellsUnopened && !row.opened;
  return (
    <input
      type="checkbox"
      aria-label={`Chọn hồ sơ của ${row.requesterName}${isUnopened ? ', chưa mở xem' : ''}`}
      title={isUnopened ? 'Chưa mở xem' : undefined}
      className={isUnopened ? 'unopened' : undefined}
      disabled={row.gone}
      checked={!row.gone && selection.ids.has(row.id)}
      onChange={() => selection.toggle(row.id)}
    />
  );
}

function Row({ row, list, openId, search }: Props & { row: SteadyRow }): ReactNode {
  const held = useHeldAct();
  const left = computeTimeLeft(row, useServerNow());
  const isOpen = row.id === openId;
  const showsStage = list === 'all' || list === 'open' || row.gone;
  return (
    <Link
      to="/work/$list/{-$dossierId}"
      params={{ list, dossierId: row.id }}
      {...placeOf(search)}
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
        {row.bookedAt && <span className="row-booked">{bookedWords(row)}</span>}
        <span>
          {showsStage
            ? row.gone
              ? 'Đã rời danh sách'
              : stageLabel(row.stage)
            : shortTime(row.acceptedAt)}
        </span>
      </span>
      {held && isHeld(held, row.id) && (
        <span className="row-holder">Đang gửi “{held.act.words.doing}”</span>
      )}
      <HeldBy row={row} />
      {row.stage === 'returned' && row.returnReason && (
        <span className="row-reason">Lý do: {row.returnReason}</span>
      )}
      {row.waiting && <span className="row-reason">{row.waiting.text}</span>}
    </Link>
  );
}

/** "Hẹn 09:00"; on another day than the papers came in, with the day. */
function bookedWords({ bookedAt, acceptedAt }: SteadyRow): string {
  if (!bookedAt) return '';
  const isSameDay = isoDate(bookedAt) === isoDate(acceptedAt);
  return `Hẹn ${isSameDay ? timeOnly(bookedAt) : dateTime(bookedAt)}`;
}

/** On whose desk it is. */
function HeldBy({ row: { heldBy } }: { row: SteadyRow }) {
  const { session } = useDesk();
  if (!heldBy) return null;
  const isMine = heldBy.id === session.person.id;
  return (
    <span className={isMine ? 'row-holder row-mine' : 'row-holder quiet'}>
      {isMine ? 'Bạn đang giữ' : `${heldBy.name} đang giữ`}
    </span>
  );
}
