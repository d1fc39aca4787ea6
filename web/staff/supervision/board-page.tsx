import { useQuery } from '@tanstack/react-query';
import { Link } from '@tanstack/react-router';
import { Skeleton } from 'antd';
import { useState } from 'react';
import type { Board } from '../../../api/supervision/contract';
import type { Step } from '../../../domain/process';
import { sentenceOf } from '../../server/client';
import { useServerNow } from '../../server/clock';
import { boardQuery } from '../../server/queries';
import { stageLabel, stepLabels } from '../../text/labels';
import { computeTimeLeft } from '../../text/time-left';
import { dateTime } from '../../text/time';
import { ForRight } from '../desk/for-right';
import { useDesk } from '../desk/office';
import { TimeLeftBar } from '../desk/time-left-bar';

type OpenDossier = Board['open'][number];
type MarkFilter = OpenDossier['mark'] | null;
const steps: readonly Step[] = ['create', 'sign', 'seal'];

/** "Điều hành": the day's counts, the open dossiers by time left. */
export function BoardPage() {
  return (
    <ForRight needs="board.read" whose="người điều hành">
      <OpenBoard />
    </ForRight>
  );
}

function OpenBoard() {
  const { office } = useDesk();
  const board = useQuery(boardQuery(office.id));
  const [mark, setMark] = useState<MarkFilter>(null);
  const [step, setStep] = useState<Step | null>(null);
  if (board.isPending) return <Skeleton className="view-skeleton" active />;
  if (board.isError) {
    return (
      <p className="note note-problem view-note" role="alert">
        {sentenceOf(board.error)}
      </p>
    );
  }
  const { open, today, asOf } = board.data;
  const shown = open.filter(
    (row) => (!mark || row.mark === mark) && (!step || row.clock?.step === step),
  );
  return (
    <div className="board">
      <header className="board-head">
        <h1>Điều hành</h1>
        <p className="quiet">Số liệu lúc {dateTime(asOf)}</p>
      </header>
      <Counts today={today} mark={mark} onMark={setMark} />
      <div className="lanes" role="group" aria-label="Lọc theo bước">
        {steps.map((each) => (
          <Lane
            key={each}
            step={each}
            rows={open.filter((row) => row.clock?.step === each)}
            isChosen={step === each}
            onChoose={() => setStep(step === each ? null : each)}
          />
        ))}
      </div>
      <OpenTable rows={shown} isFiltered={mark !== null || step !== null} />
    </div>
  );
}

interface CountsProps {
  today: Board['today'];
  mark: MarkFilter;
  onMark: (mark: MarkFilter) => void;
}

function Counts({ today, mark, onMark }: CountsProps) {
  const ratio =
    today.onTimeRatio === null
      ? '–'
      : `${Math.round(today.onTimeRatio * 1000) / 10}%`.replace('.', ',');
  const toggle = (wanted: 'near' | 'late') => () => onMark(mark === wanted ? null : wanted);
  return (
    <ul className="counts">
      <li>
        <b>{today.dueToday}</b> đến hạn hôm nay
      </li>
      <li>
        <b>{today.accepted}</b> tiếp nhận
      </li>
      <li>
        <b>{today.delivered}</b> đã trả
      </li>
      <li className={today.near > 0 ? 'count-near' : undefined}>
        <button type="button" aria-pressed={mark === 'near'} onClick={toggle('near')}>
          <b>{today.near}</b> sắp đến hạn
        </button>
      </li>
      <li className={today.late > 0 ? 'count-late' : undefined}>
        <button type="button" aria-pressed={mark === 'late'} onClick={toggle('late')}>
          <b>{today.late}</b> trễ, chưa trả
        </button>
      </li>
      <li>
        <b>{today.returned}</b> trả lại
      </li>
      <li>
        <b>{today.refused}</b> từ chối
      </li>
      <li>
        <b>{ratio}</b> đúng hạn <small>trên {today.delivered} hồ sơ đã trả hôm nay</small>
      </li>
    </ul>
  );
}

interface LaneProps {
  step: Step;
  rows: readonly OpenDossier[];
  isChosen: boolean;
  onChoose: () => void;
}

/** One step as a lane: a chip per dossier, the most urgent first. */
function Lane({ step, rows, isChosen, onChoose }: LaneProps) {
  const late = rows.filter((row) => row.mark === 'late').length;
  const near = rows.filter((row) => row.mark === 'near').length;
  return (
    <button type="button" className="lane" aria-pressed={isChosen} onClick={onChoose}>
      <span className="lane-head">
        <b>{stepLabels[step]}</b>
        <span>
          {rows.length} hồ sơ{late ? ` · ${late} trễ` : ''}
          {near ? ` · ${near} sắp đến hạn` : ''}
        </span>
      </span>
      <span className="chips" aria-hidden="true">
        {rows.slice(0, 60).map((row) => (
          <i key={row.id} className={`chip chip-${row.mark}`} />
        ))}
      </span>
    </button>
  );
}

function OpenTable({ rows, isFiltered }: { rows: readonly OpenDossier[]; isFiltered: boolean }) {
  const now = useServerNow();
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
    <div className="table-frame" role="region" aria-label="Hồ sơ đang mở" tabIndex={0}>
      <table className="table">
        <caption className="unseen">Hồ sơ đang mở, gấp nhất ở trên</caption>
        <thead>
          <tr>
            <th scope="col">Thời gian còn</th>
            <th scope="col">Hạn trả</th>
            <th scope="col">Hồ sơ</th>
            <th scope="col">Người yêu cầu</th>
            <th scope="col">Loại giấy tờ</th>
            <th scope="col">Đang ở</th>
            <th scope="col">Người giữ</th>
            <th scope="col">Tiếp nhận</th>
          </tr>
        </thead>
        <tbody>
          {rows.map((row) => (
            <tr key={row.id} className={`mark-${row.mark}`}>
              <td>
                <MarkWords row={row} now={now} />
              </td>
              <td>{dateTime(row.legalDue)}</td>
              <td>
                <Link to="/work/$list/{-$dossierId}" params={{ list: 'open', dossierId: row.id }}>
                  {row.code}
                </Link>
              </td>
              <td className="wraps">{row.requesterName}</td>
              <td className="wraps">{row.documentType}</td>
              <td className={row.waiting ? 'wraps' : undefined}>
                {stageLabel(row.stage)}
                {row.waiting && <small className="row-reason">{row.waiting.text}</small>}
              </td>
              <td className="wraps">{row.holder ?? '–'}</td>
              <td>{dateTime(row.acceptedAt)}</td>
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
