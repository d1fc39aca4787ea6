import { Link } from '@tanstack/react-router';
import { placeOf } from '../../server/list-place';
import type { WhatIfAnswer } from '../../../api/supervision/what-if-contract';
import { dateTime } from '../../text/time';

type Change = WhatIfAnswer['changes'][number];

/** Before and after, drawn; then each dossier that moves or flips. */
export function WhatIfResult({ answer }: { answer: WhatIfAnswer }) {
  const { dossiers, lateBefore, lateAfter, changed, changes } = answer;
  return (
    <section className="what-if-result" aria-label="Kết quả" aria-live="polite">
      <p className="what-if-sum">{sum(answer)}</p>
      {dossiers > 0 && (
        <dl className="what-if-bars">
          <Bar label="Bây giờ" late={lateBefore} of={dossiers} />
          <Bar label="Nếu vậy" late={lateAfter} of={dossiers} />
        </dl>
      )}
      {changes.length > 0 && <Changes changes={changes} />}
      {changed > changes.length && (
        <p className="quiet">
          Hiện {changes.length} trong {changed} hồ sơ thay đổi, hồ sơ đổi trễ và đúng hạn trước.
        </p>
      )}
    </section>
  );
}

function sum({ dossiers, toLate, toOnTime, newSlips, changed }: WhatIfAnswer): string {
  if (dossiers === 0) return 'Cơ quan không có hồ sơ nào đang mở.';
  const parts = [
    toLate > 0 && `${toLate} thành trễ`,
    toOnTime > 0 && `${toOnTime} thành đúng hạn`,
    newSlips > 0 && `${newSlips} phiếu hẹn phải làm lại`,
  ].filter(Boolean);
  const open = `${dossiers} hồ sơ đang mở`;
  if (parts.length > 0) return `${open}: ${parts.join(', ')}.`;
  return changed > 0
    ? `${open}: ${changed} đổi hạn, không hồ sơ nào đổi trễ hay đúng hạn.`
    : `${open}: không hồ sơ nào đổi.`;
}

function Bar({ label, late, of }: { label: string; late: number; of: number }) {
  return (
    <>
      <dt>{label}</dt>
      <dd>
        <span className="what-if-bar" aria-hidden="true">
          <i className="on-time" style={{ flexGrow: of - late }} />
          <i className="late" style={{ flexGrow: late }} />
        </span>
        {of - late} đúng hạn · <b className={late > 0 ? 'late-words' : undefined}>{late} trễ</b>
      </dd>
    </>
  );
}

function Changes({ changes }: { changes: readonly Change[] }) {
  const span = spanOf(changes);
  return (
    <div className="table-frame" role="region" aria-label="Hồ sơ thay đổi" tabIndex={0}>
      <table className="table">
        <caption className="unseen">Hồ sơ thay đổi</caption>
        <thead>
          <tr>
            <th scope="col">Hồ sơ</th>
            <th scope="col">Kết quả</th>
            <th scope="col">Hạn trả</th>
            <th scope="col">Dự kiến xong</th>
            <th scope="col">
              <span className="what-if-key">
                <i className="due" /> hạn <i className="finish" /> xong, mờ: bây giờ
              </span>
            </th>
          </tr>
        </thead>
        <tbody>
          {changes.map((change) => (
            <tr key={change.code} className={change.lateAfter ? 'mark-late' : undefined}>
              <td>
                <Link
                  to="/work/$list/{-$dossierId}"
                  params={{ list: 'open', dossierId: undefined }}
                  {...placeOf({ q: change.code })}
                >
                  {change.code}
                </Link>
              </td>
              <td>
                {flip(change)}
                {change.newSlip && <small className="row-reason">Làm lại phiếu hẹn</small>}
              </td>
              <td>{moved(change.legalDueBefore, change.legalDueAfter)}</td>
              <td>{moved(change.finishBefore, change.finishAfter)}</td>
              <td>
                <Line change={change} span={span} />
              </td>
            </tr>
          ))}
        </tbody>
      </table>
    </div>
  );
}

function flip({ lateBefore, lateAfter }: Change): string {
  if (lateAfter) return lateBefore ? 'Vẫn trễ' : 'Thành trễ';
  return lateBefore ? 'Thành đúng hạn' : 'Vẫn đúng hạn';
}

function moved(before: string | null, after: string | null): string {
  const words = (at: string | null) => (at === null ? 'không có người làm' : dateTime(at));
  return before === after ? words(before) : `${words(before)} → ${words(after)}`;
}

interface Span {
  from: number;
  to: number;
}

function spanOf(changes: readonly Change[]): Span {
  const all = changes
    .flatMap((one) => [one.legalDueBefore, one.legalDueAfter, one.finishBefore, one.finishAfter])
    .filter((at) => at !== null)
    .map((at) => Date.parse(at));
  return { from: Math.min(...all), to: Math.max(...all) };
}

const [width, height, edge] = [220, 18, 6];

/** Due (bar) and finish (dot) on one line of time for all rows: pale as they are now, strong as they would be. */
function Line({ change, span }: { change: Change; span: Span }) {
  const scale = (width - 2 * edge) / Math.max(1, span.to - span.from);
  const x = (at: string) => edge + (Date.parse(at) - span.from) * scale;
  const { legalDueBefore, legalDueAfter, finishBefore, finishAfter } = change;
  return (
    <svg className="what-if-line" viewBox={`0 0 ${width} ${height}`} aria-hidden="true">
      <line className="track" x1={edge} x2={width - edge} y1={height / 2} y2={height / 2} />
      <rect className="due pale" x={x(legalDueBefore) - 1.5} y={2} width={3} height={height - 4} />
      <rect className="due" x={x(legalDueAfter) - 1.5} y={2} width={3} height={height - 4} />
      {finishBefore && (
        <circle className="finish pale" cx={x(finishBefore)} cy={height / 2} r={4} />
      )}
      {finishAfter && (
        <circle
          className={change.lateAfter ? 'finish is-late' : 'finish'}
          cx={x(finishAfter)}
          cy={height / 2}
          r={4}
        />
      )}
    </svg>
  );
}
