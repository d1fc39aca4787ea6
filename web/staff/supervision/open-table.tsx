import { Link } from '@tanstack/react-router';
import type { Board } from '../../../api/supervision/contract';
import { useServerNow } from '../../server/clock';
import { stageLabel } from '../../text/labels';
import { computeTimeLeft } from '../../text/time-left';
import { shortTime } from '../../text/time';
import { may, useDesk } from '../desk/office';
import { GiveButton } from '../work/assign-buttons';
import { TimeLeftBar } from '../desk/time-left-bar';
import { ExtendFromBoard } from './extend-from-board';
import { NudgeButton } from './nudge-button';

type OpenDossier = Board['open'][number];

interface Props {
  rows: readonly OpenDossier[];
  isFiltered: boolean;
  offices: Board['offices'];
}

/** The open dossiers, the most urgent on top, with what a supervisor does about them. */
export function OpenTable({ rows, isFiltered, offices }: Props) {
  const now = useServerNow();
  const { session } = useDesk();
  const names = new Map(offices.map(({ id, name }) => [id, name]));
  const mayIn = (officeId: string, name: 'dossier.read' | 'dossier.extend' | 'work.assign') => {
    const own = session.offices.find(({ id }) => id === officeId);
    return own !== undefined && may(own, name);
  };
  // From above the server names nobody who asked.
  const isNamed = rows.some(({ requesterName }) => requesterName !== '');
  if (rows.length === 0) {
    return (
      <p className="empty">
        {isFiltered
          ? 'Không có hồ sơ nào khớp. Bấm lại vào ô đã chọn để xem tất cả.'
          : 'Không có hồ sơ nào đang mở. Hồ sơ mới tiếp nhận hiện ở đây.'}
      </p>
    );
  }
  return (
    <div className="table-frame open-rows" role="region" aria-label="Hồ sơ đang mở" tabIndex={0}>
      <table className="table">
        <caption className="unseen">Hồ sơ đang mở, gấp nhất ở trên</caption>
        <thead>
          <tr>
            <th scope="col">Thời gian còn</th>
            <th scope="col">Hạn trả</th>
            <th scope="col">Hồ sơ</th>
            {offices.length > 1 && <th scope="col">Đơn vị</th>}
            {isNamed && <th scope="col">Người yêu cầu</th>}
            <th scope="col">Đang ở</th>
            <th scope="col">Người giữ</th>
            <th scope="col">Việc điều hành</th>
          </tr>
        </thead>
        <tbody>
          {rows.map((row) => (
            <tr key={row.id} className={`mark-${row.mark}`}>
              <td>
                <MarkWords row={row} now={now} />
              </td>
              <td>{shortTime(row.legalDue)}</td>
              <td className="open-dossier">
                {mayIn(row.officeId, 'dossier.read') ? (
                  <Link to="/work/$list/{-$dossierId}" params={{ list: 'open', dossierId: row.id }}>
                    {row.code}
                  </Link>
                ) : (
                  row.code
                )}
                <span>{row.documentType}</span>
              </td>
              {offices.length > 1 && <td className="wraps">{names.get(row.officeId)}</td>}
              {isNamed && <td className="wraps">{row.requesterName}</td>}
              <td className={row.waiting ? 'wraps' : undefined}>
                {stageLabel(row.stage)}
                {row.waiting && <small className="row-reason">{row.waiting.text}</small>}
              </td>
              <td className="wraps">{row.holder ?? '–'}</td>
              <td>
                {row.clock && (
                  <span className="row-acts">
                    <NudgeButton dossierId={row.id} officeId={row.officeId} />
                    {mayIn(row.officeId, 'work.assign') && (
                      <GiveButton officeId={row.officeId} row={row} />
                    )}
                    {mayIn(row.officeId, 'dossier.extend') && (
                      <ExtendFromBoard dossierId={row.id} />
                    )}
                  </span>
                )}
              </td>
            </tr>
          ))}
        </tbody>
      </table>
    </div>
  );
}

/** The server's mark decides the colour; the words tell the time against the same clocks. */
function MarkWords({ row, now }: { row: OpenDossier; now: number }) {
  const left = computeTimeLeft(row, now);
  return <TimeLeftBar left={left.mark === 'over' ? left : { ...left, mark: row.mark }} />;
}
