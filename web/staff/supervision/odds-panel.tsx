import { useQuery } from '@tanstack/react-query';
import { Link } from '@tanstack/react-router';
import { Skeleton } from 'antd';
import type { Odds } from '../../../api/supervision/odds-contract';
import { sentenceOf } from '../../server/client';
import { oddsQuery } from '../../server/queries';
import { oddsInWords } from '../../text/figures';
import { stepLabels } from '../../text/labels';
import { dateTime } from '../../text/time';
import { Reliability } from './reliability';

const shownMax = 12;

/** Which open dossiers are likely to miss their due, and how far such forecasts could be trusted so far. */
export function OddsPanel({ officeId }: { officeId: string }) {
  const odds = useQuery(oddsQuery(officeId));
  if (odds.isPending) return <Skeleton active />;
  if (odds.isError) {
    return (
      <p className="note note-problem" role="alert">
        {sentenceOf(odds.error)}
      </p>
    );
  }
  const { dossiers, score } = odds.data;
  const known = dossiers.filter(({ odds: value }) => value !== null);
  return (
    <section className="odds" aria-label="Khả năng trễ">
      <div className="odds-list">
        <p className="what-if-sum">{sum(odds.data)}</p>
        {known.length > 0 && <Likeliest dossiers={known.slice(0, shownMax)} />}
        {known.length > shownMax && (
          <p className="quiet">
            Hiện {shownMax} hồ sơ dễ trễ nhất trong {known.length} hồ sơ.
          </p>
        )}
      </div>
      {score && score.count > 0 && <Reliability score={score} />}
    </section>
  );
}

function sum({ dossiers, dueToday, anyToday, learntAt }: Odds): string {
  if (dossiers.length === 0) return 'Không có hồ sơ nào đang mở mà chưa trễ.';
  if (dossiers.every(({ odds }) => odds === null)) {
    return learntAt === null
      ? 'Chưa đủ dữ liệu để dự báo. Hệ thống học từ hồ sơ đã xong, mỗi đêm lúc 2 giờ.'
      : 'Chưa đủ dữ liệu để dự báo: cơ quan có quá ít hồ sơ đã xong trong bốn tháng qua.';
  }
  if (anyToday === null) return 'Hôm nay không có hồ sơ nào đến hạn.';
  return `Khả năng có ít nhất một hồ sơ trễ hôm nay: ${oddsInWords(anyToday)} (trong ${dueToday} hồ sơ đến hạn).`;
}

function Likeliest({ dossiers }: { dossiers: Odds['dossiers'] }) {
  return (
    <div className="table-frame">
      <table className="table">
        <caption className="unseen">Hồ sơ dễ trễ nhất</caption>
        <thead>
          <tr>
            <th scope="col">Khả năng trễ</th>
            <th scope="col">Hồ sơ</th>
            <th scope="col">Đang ở</th>
            <th scope="col">Hạn trả</th>
          </tr>
        </thead>
        <tbody>
          {dossiers.map(({ id, code, step, legalDue, odds }) => (
            <tr key={id}>
              <td>
                <span className="odds-bar" aria-hidden="true">
                  <i style={{ width: `${(odds ?? 0) * 100}%` }} />
                </span>
                {oddsInWords(odds ?? 0)}
              </td>
              <td>
                <Link to="/work/$list/{-$dossierId}" params={{ list: 'open', dossierId: id }}>
                  {code}
                </Link>
              </td>
              <td>{stepLabels[step]}</td>
              <td>{dateTime(legalDue)}</td>
            </tr>
          ))}
        </tbody>
      </table>
    </div>
  );
}
