import { useQuery } from '@tanstack/react-query';
import { Button, Skeleton } from 'antd';
import { useState } from 'react';
import { sentenceOf } from '../../server/client';
import { boardQuery } from '../../server/queries';
import { dateTime } from '../../text/time';
import { ForRight } from '../desk/for-right';
import { useDesk } from '../desk/office';
import { Arrivals } from './arrivals';
import { BoardCounts } from './board-counts';
import { Lanes } from './lanes';
import { LostTime } from './lost-time';
import { OfficeRows } from './office-rows';
import { OpenTable } from './open-table';
import { Returns } from './returns';
import { everything, isShown } from './shown';
import { Wall } from './wall';
import './board.css';

/** "Điều hành": what is open by time left, how the day goes, where time is lost; an office, or a branch. */
export function BoardPage() {
  return (
    <ForRight needs="board.read" whose="người điều hành">
      <LiveBoard />
    </ForRight>
  );
}

function LiveBoard() {
  const { office } = useDesk();
  const [chosen, setChosen] = useState<string | null>(null);
  const [isWall, setWall] = useState(false);
  // Of the branch always: an office is found in it, and one without others is its own.
  const whole = useQuery(boardQuery(office.id, true));
  const one = useQuery({ ...boardQuery(chosen ?? office.id, false), enabled: chosen !== null });
  const [shown, setShown] = useState(everything);
  const board = chosen === null ? whole : one;
  if (whole.isPending || board.isPending) return <Skeleton className="view-skeleton" active />;
  if (board.isError || !whole.data) {
    return (
      <p className="note note-problem view-note" role="alert">
        {sentenceOf(board.error ?? whole.error)}
      </p>
    );
  }
  const { data } = board;
  const { offices } = whole.data;
  if (isWall) return <Wall board={whole.data} onClose={() => setWall(false)} />;
  const choose = (officeId: string | null) => {
    setChosen(officeId);
    setShown(everything);
  };
  return (
    <div className="board">
      <header className="board-head">
        <h1>Điều hành</h1>
        {offices.length > 1 && (
          <label className="field">
            <span className="unseen">Đang xem</span>
            <select
              className="input"
              value={chosen ?? ''}
              onChange={(event) => choose(event.target.value || null)}
            >
              <option value="">{office.name}, tất cả đơn vị</option>
              {offices.map(({ id, name }) => (
                <option key={id} value={id}>
                  {name}
                </option>
              ))}
            </select>
          </label>
        )}
        <p className="quiet">Số liệu lúc {dateTime(data.asOf)}</p>
        <span className="top-bar-space" />
        <Button onClick={() => setWall(true)}>Màn hình lớn</Button>
      </header>
      <BoardCounts
        officeId={chosen ?? (offices.length === 1 ? office.id : null)}
        board={data}
        shown={shown}
        onShow={setShown}
      />
      <Lanes
        open={data.open}
        chosen={shown.step}
        onChoose={(step) => setShown({ ...shown, step })}
      />
      {chosen === null && <OfficeRows offices={offices} onChoose={choose} />}
      <OpenTable
        rows={data.open.filter((row) => isShown(row, shown, data.asOf))}
        isFiltered={shown !== everything}
        offices={offices}
      />
      <div className="board-pictures">
        <Arrivals arrivals={data.arrivals} />
        <Returns returns={data.returns} />
      </div>
      <LostTime lostTime={data.lostTime} offices={offices} />
    </div>
  );
}
