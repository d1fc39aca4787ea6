import { Button } from 'antd';
import { useEffect, useState } from 'react';
import type { Board } from '../../../api/supervision/contract';
import { inThousands, percent } from '../../text/figures';
import { dateTime } from '../../text/time';
import { Lanes } from './lanes';
import { Sparkline } from './office-rows';

/** How long each office stays on the wall. */
const turnMs = 12_000;

interface Props {
  board: Board;
  onClose: () => void;
}

/** For a screen on the wall: large and dark, by itself from office to office; Escape ends it. */
export function Wall({ board, onClose }: Props) {
  const busy = board.offices.filter(
    ({ open, trend }) => open > 0 || trend.some((day) => day.delivered > 0),
  );
  const [turn, setTurn] = useState(0);
  useEffect(() => {
    const timer = setInterval(() => setTurn((before) => before + 1), turnMs);
    return () => clearInterval(timer);
  }, []);
  useEffect(() => {
    const onKey = ({ key }: KeyboardEvent) => {
      if (key === 'Escape') onClose();
      if (key === 'ArrowRight') setTurn((before) => before + 1);
    };
    addEventListener('keydown', onKey);
    return () => removeEventListener('keydown', onKey);
  }, [onClose]);
  const office = busy[turn % Math.max(1, busy.length)];
  const { total, today, month } = board;
  const tiles: [string, string, string?][] = [
    [inThousands(total.late), 'trễ, chưa trả', total.late > 0 ? 'wall-late' : ''],
    [inThousands(total.near), 'sắp đến hạn', total.near > 0 ? 'wall-near' : ''],
    [inThousands(total.dueToday), 'đến hạn hôm nay'],
    [inThousands(today.delivered), 'đã trả hôm nay'],
    [percent(today.onTimeRatio), 'đúng hạn hôm nay'],
    [percent(month.onTimeRatio), 'đúng hạn tháng này'],
  ];
  return (
    <section className="wall" data-theme="dark" aria-label="Màn hình lớn">
      <header>
        <h1>Điều hành</h1>
        <p>{dateTime(board.asOf)}</p>
        <Button onClick={onClose}>Thoát (Esc)</Button>
      </header>
      <ul className="wall-tiles">
        {tiles.map(([value, words, className]) => (
          <li key={words} className={className}>
            <b>{value}</b> {words}
          </li>
        ))}
      </ul>
      {office && (
        <div className="wall-office">
          <h2>{office.name}</h2>
          <p>
            <b className={office.late > 0 ? 'wall-late' : undefined}>{office.late} trễ</b> ·{' '}
            {office.near} sắp đến hạn · {office.open} đang giải quyết · {office.delivered} đã trả
            hôm nay · {percent(office.onTimeMonth)} đúng hạn tháng này
          </p>
          <Lanes open={board.open.filter(({ officeId }) => officeId === office.id)} />
          <Sparkline trend={office.trend} />
        </div>
      )}
    </section>
  );
}
