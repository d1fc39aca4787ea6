import { useMutation, useQuery, useQueryClient } from '@tanstack/react-query';
import { Button, Skeleton } from 'antd';
import { type FormEvent, useState } from 'react';
import type { TargetsView } from '../../../api/targets/contract';
import { periodName } from '../../../domain/target-periods';
import { ProblemNote } from '../../look/problem-note';
import { act, getJson, sentenceOf } from '../../server/client';
import { useServerNow } from '../../server/clock';
import { inThousands, percent } from '../../text/figures';
import { dateTime, isoDate } from '../../text/time';
import { ForRight } from '../desk/for-right';
import { useDesk } from '../desk/office';
import { periodsAround } from './periods';
import './targets.css';

/** "Chỉ tiêu": what an office was set and allots on to those below, with what was reached. */
export function TargetsPage() {
  return (
    <ForRight needs="target.read" whose="người điều hành">
      <Targets />
    </ForRight>
  );
}

function Targets() {
  const { office } = useDesk();
  const periods = periodsAround(isoDate(useServerNow()));
  const [period, setPeriod] = useState(() => periods[0] ?? '');
  const targets = useQuery({
    queryKey: ['targets', office.id, period],
    queryFn: ({ signal }) =>
      getJson<TargetsView>(`/targets?officeId=${office.id}&period=${period}`, signal),
  });
  return (
    <div className="board">
      <header className="board-head">
        <h1>Chỉ tiêu</h1>
        <p className="quiet">
          Số chứng thực phải đạt trong kỳ; cấp trên giao cho từng đơn vị ngay dưới mình
        </p>
      </header>
      <label className="field start">
        <span>Kỳ</span>
        <select
          className="input"
          value={period}
          onChange={(event) => setPeriod(event.target.value)}
        >
          {periods.map((each) => (
            <option key={each} value={each}>
              {periodName(each)}
            </option>
          ))}
        </select>
      </label>
      {targets.isPending && <Skeleton active />}
      {targets.isError && (
        <p className="note note-problem" role="alert">
          {sentenceOf(targets.error)}
        </p>
      )}
      {targets.data && (
        <Allotment key={`${office.id} ${period}`} officeId={office.id} view={targets.data} />
      )}
    </div>
  );
}

function Allotment({ officeId, view }: { officeId: string; view: TargetsView }) {
  const { period, offices } = view;
  const [typed, setTyped] = useState<Record<string, string>>({});
  const [basis, setBasis] = useState('');
  const known = useQueryClient();
  const changed = offices.flatMap(({ officeId: id, maySet, number }) => {
    const text = typed[id]?.trim();
    const isNew = maySet && text !== undefined && /^\d{1,8}$/.test(text) && Number(text) !== number;
    return isNew ? [{ officeId: id, number: Number(text) }] : [];
  });
  const isWrong = Object.values(typed).some((text) => !/^\d{0,8}$/.test(text.trim()));
  const save = useMutation({
    mutationFn: () =>
      act('/targets', {
        body: { officeId, period, targets: changed, ...(basis.trim() && { basis: basis.trim() }) },
      }),
    onSuccess: async () => {
      setTyped({});
      await known.invalidateQueries({ queryKey: ['targets', officeId] });
    },
  });
  const own = offices.find((line) => line.officeId === officeId);
  const below = offices.filter((line) => line.officeId !== officeId);
  const allotted = below.reduce((sum, { officeId: id, number }) => {
    const text = typed[id]?.trim();
    return sum + (text && /^\d+$/.test(text) ? Number(text) : (number ?? 0));
  }, 0);
  const send = (event: FormEvent) => {
    event.preventDefault();
    save.mutate();
  };
  return (
    <form className="targets" aria-label="Giao chỉ tiêu" onSubmit={send}>
      <div className="table-frame" role="region" aria-label="Chỉ tiêu của kỳ" tabIndex={0}>
        <table className="table">
          <thead>
            <tr>
              <th scope="col">Đơn vị</th>
              <th scope="col">Chỉ tiêu</th>
              <th scope="col">Đã thực hiện</th>
              <th scope="col">Tỷ lệ</th>
              <th scope="col">Các lần giao</th>
            </tr>
          </thead>
          <tbody>
            {offices.map((line) => (
              <tr key={line.officeId}>
                <th scope="row">{line.name}</th>
                <td>
                  {line.maySet ? (
                    <input
                      className="input"
                      inputMode="numeric"
                      size={9}
                      aria-label={`Chỉ tiêu của ${line.name}`}
                      value={typed[line.officeId] ?? line.number ?? ''}
                      onChange={(event) =>
                        setTyped({ ...typed, [line.officeId]: event.target.value })
                      }
                    />
                  ) : line.number === null ? (
                    'cấp trên chưa giao'
                  ) : (
                    inThousands(line.number)
                  )}
                </td>
                <td>{inThousands(line.reached)}</td>
                <td>{percent(line.number ? line.reached / line.number : null)}</td>
                <td>
                  <History line={line} />
                </td>
              </tr>
            ))}
          </tbody>
        </table>
      </div>
      {below.length > 0 && (
        <p role="status">
          Đã giao cho các đơn vị ngay dưới: <b>{inThousands(allotted)}</b>
          {own?.number != null &&
            ` trên ${inThousands(own.number)} (${
              allotted === own.number
                ? 'vừa đủ'
                : allotted < own.number
                  ? `còn ${inThousands(own.number - allotted)} chưa giao`
                  : `nhiều hơn ${inThousands(allotted - own.number)}`
            })`}
        </p>
      )}
      <label className="field">
        <span>Văn bản giao (nếu có)</span>
        <input
          className="input"
          maxLength={200}
          value={basis}
          onChange={(event) => setBasis(event.target.value)}
        />
      </label>
      {isWrong && (
        <p className="note note-problem" role="alert">
          Chỉ tiêu là số nguyên, chỉ gồm chữ số.
        </p>
      )}
      <ProblemNote error={save.error} />
      <Button
        type="primary"
        htmlType="submit"
        disabled={changed.length === 0 || isWrong}
        loading={save.isPending && { delay: 300 }}
      >
        Giao chỉ tiêu
      </Button>
      {save.isSuccess && changed.length === 0 && <p role="status">Đã giao.</p>}
    </form>
  );
}

/** What was set before, the newest first. */
function History({ line }: { line: TargetsView['offices'][number] }) {
  if (line.history.length === 0) return <span className="quiet">chưa giao</span>;
  return (
    <details>
      <summary>{line.history.length} lần</summary>
      <ul>
        {line.history.toReversed().map(({ number, setAt, setBy, basis }) => (
          <li key={setAt}>
            {inThousands(number)} · {dateTime(setAt)} · {setBy}
            {basis && ` · ${basis}`}
          </li>
        ))}
      </ul>
    </details>
  );
}
