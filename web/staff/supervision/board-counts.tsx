import { useQuery } from '@tanstack/react-query';
import { Link } from '@tanstack/react-router';
import type { Board } from '../../../api/supervision/contract';
import { oddsQuery } from '../../server/queries';
import { inThousands, oddsInWords, percent } from '../../text/figures';
import type { Shown } from './shown';

interface Props {
  /** Whose odds are shown; null: of several offices, which are not reckoned together. */
  officeId: string | null;
  board: Pick<Board, 'total' | 'today' | 'month'>;
  shown: Shown;
  onShow: (shown: Shown) => void;
}

/** The top line; what is open opens the dossiers behind it. */
export function BoardCounts({ officeId, board: { total, today, month }, shown, onShow }: Props) {
  const toggle = (mark: 'near' | 'late') => () =>
    onShow({ ...shown, mark: shown.mark === mark ? null : mark });
  return (
    <ul className="counts">
      <li>
        <button
          type="button"
          aria-pressed={shown.dueToday}
          onClick={() => onShow({ ...shown, dueToday: !shown.dueToday })}
        >
          <b>{inThousands(total.dueToday)}</b> đến hạn hôm nay
        </button>
      </li>
      <li className={total.near > 0 ? 'count-near' : undefined}>
        <button type="button" aria-pressed={shown.mark === 'near'} onClick={toggle('near')}>
          <b>{inThousands(total.near)}</b> sắp đến hạn
        </button>
      </li>
      <li className={total.late > 0 ? 'count-late' : undefined}>
        <button type="button" aria-pressed={shown.mark === 'late'} onClick={toggle('late')}>
          <b>{inThousands(total.late)}</b> trễ, chưa trả
        </button>
      </li>
      {officeId && <OddsToday officeId={officeId} />}
      <li>
        <b>{inThousands(total.open)}</b> đang giải quyết
      </li>
      <li>
        <b>{inThousands(today.accepted)}</b> tiếp nhận hôm nay
      </li>
      <li>
        <b>{inThousands(today.delivered)}</b> đã trả hôm nay
      </li>
      <li>
        <b>{inThousands(today.returned)}</b> trả lại
      </li>
      <li>
        <b>{inThousands(today.refused)}</b> từ chối
      </li>
      <li>
        <b>{percent(today.onTimeRatio)}</b> đúng hạn{' '}
        <small>trên {inThousands(today.delivered)} hồ sơ đã trả hôm nay</small>
      </li>
      <li>
        <b>{percent(month.onTimeRatio)}</b> đúng hạn{' '}
        <small>trên {inThousands(month.delivered)} hồ sơ đã trả tháng này</small>
      </li>
    </ul>
  );
}

/** The chance of at least one breach by close; nothing where it cannot be told. */
function OddsToday({ officeId }: { officeId: string }) {
  const odds = useQuery(oddsQuery(officeId));
  if (odds.data?.anyToday == null) return null;
  return (
    <li className={odds.data.anyToday >= 0.5 ? 'count-near' : undefined}>
      <Link to="/forecast">
        <b>{oddsInWords(odds.data.anyToday)}</b> khả năng có hồ sơ trễ hôm nay
      </Link>
    </li>
  );
}
