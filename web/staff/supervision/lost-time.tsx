import { useState } from 'react';
import type { Board } from '../../../api/supervision/contract';
import { Switch } from '../../look/switch';
import { inMinutes, inThousands, percent } from '../../text/figures';
import { stepLabels } from '../../text/labels';

type Line = Board['lostTime'][number];
const views = { all: 'Cả bước', office: 'Theo đơn vị', person: 'Theo người' } as const;
type View = keyof typeof views;
const steps: readonly Line['step'][] = ['create', 'sign', 'seal'];

/** Where time is lost: the steps of the last thirty days, in all, by office or by person. */
export function LostTime({ lostTime, offices }: Pick<Board, 'lostTime' | 'offices'>) {
  const [view, setView] = useState<View>('all');
  const names = new Map(offices.map(({ id, name }) => [id, name]));
  const rows = lostTime
    .filter((line) => viewOf(line) === view)
    .sort((one, other) =>
      view === 'all' ? steps.indexOf(one.step) - steps.indexOf(other.step) : other.p90 - one.p90,
    );
  const most = Math.max(1, ...rows.map(({ p90 }) => p90));
  return (
    <section>
      <header className="board-head">
        <h2>Thời gian mất ở đâu</h2>
        <Switch label="Xem thời gian" words={views} value={view} onChoose={setView} />
        <p className="quiet">Ba mươi ngày qua, phút làm việc, chính xác đến khoảng một phần mười</p>
      </header>
      {rows.length === 0 && <p className="empty">Chưa có bước nào xong trong ba mươi ngày qua.</p>}
      {rows.length > 0 && (
        <div
          className="table-frame lost-rows"
          role="region"
          aria-label="Thời gian mất ở đâu"
          tabIndex={0}
        >
          <table className="table">
            <thead>
              <tr>
                <th scope="col">Bước</th>
                {view !== 'all' && <th scope="col">Đơn vị</th>}
                {view === 'person' && <th scope="col">Người</th>}
                <th scope="col">Lượt</th>
                <th scope="col">Trễ hạn bước</th>
                <th scope="col">Trung vị</th>
                <th scope="col">Phân vị 90</th>
                <th scope="col">
                  <span className="unseen">Biểu đồ</span>
                </th>
              </tr>
            </thead>
            <tbody>
              {rows.map((line) => (
                <tr key={`${line.step} ${line.officeId} ${line.personId}`}>
                  <td>{stepLabels[line.step]}</td>
                  {view !== 'all' && <td className="wraps">{names.get(line.officeId ?? '')}</td>}
                  {view === 'person' && <td>{line.name ?? '–'}</td>}
                  <td>{inThousands(line.rounds)}</td>
                  <td>{percent(line.late / line.rounds)}</td>
                  <td>{inMinutes(line.median)}</td>
                  <td>{inMinutes(line.p90)}</td>
                  <td>
                    <span className="range-bar" aria-hidden="true">
                      <i className="range-p90" style={{ width: `${(line.p90 / most) * 100}%` }} />
                      <i
                        className="range-median"
                        style={{ width: `${(line.median / most) * 100}%` }}
                      />
                    </span>
                  </td>
                </tr>
              ))}
            </tbody>
          </table>
        </div>
      )}
    </section>
  );
}

function viewOf({ officeId, personId }: Line): View {
  if (personId !== null) return 'person';
  return officeId === null ? 'all' : 'office';
}
