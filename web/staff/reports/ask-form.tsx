import { useMutation, useQueryClient } from '@tanstack/react-query';
import { Button } from 'antd';
import { type FormEvent, useState } from 'react';
import type { ReportView } from '../../../api/reports/contract';
import type { ReportKind } from '../../../domain/report-kinds';
import { DateField } from '../../look/date-field';
import { ProblemNote } from '../../look/problem-note';
import { act } from '../../server/client';
import { useServerNow } from '../../server/clock';
import { isoDate } from '../../text/time';
import { periodsBefore } from './periods';
import { BranchField, KindField } from './report-fields';

interface Props {
  officeId: string;
  onAsked: (id: string) => void;
}

/** Kind, period and scope of a report; the usual periods by one press. */
export function AskForm({ officeId, onAsked }: Props) {
  const today = isoDate(useServerNow());
  const periods = periodsBefore(today);
  const [{ from, to }, setPeriod] = useState(() => ({ from: `${today.slice(0, 8)}01`, to: today }));
  const [turn, setTurn] = useState(0);
  const [branch, setBranch] = useState(true);
  const [kind, setKind] = useState<ReportKind>('compliance');
  const known = useQueryClient();
  const ask = useMutation({
    mutationFn: () => act<ReportView>('/reports', { body: { officeId, kind, branch, from, to } }),
    onSuccess: async ({ id }) => {
      await known.invalidateQueries({ queryKey: ['reports', officeId] });
      onAsked(id);
    },
  });
  const send = (event: FormEvent) => {
    event.preventDefault();
    ask.mutate();
  };
  const isReversed = from !== '' && to !== '' && from > to;
  return (
    <form className="report" aria-label="Lập báo cáo" onSubmit={send}>
      <KindField kind={kind} onKind={setKind} />
      <div className="switch" role="group" aria-label="Khoảng thời gian hay dùng">
        {periods.map((period) => (
          <button
            key={period.label}
            type="button"
            aria-pressed={period.from === from && period.to === to}
            onClick={() => {
              setPeriod(period);
              setTurn(turn + 1);
            }}
          >
            {period.label}
          </button>
        ))}
      </div>
      {/* The fields keep what is typed: another period is another pair of them. */}
      <DateField
        key={`from ${turn}`}
        label="Từ ngày"
        value={from}
        onChange={(day) => setPeriod({ from: day, to })}
      />
      <DateField
        key={`to ${turn}`}
        label="đến ngày"
        value={to}
        onChange={(day) => setPeriod({ from, to: day })}
      />
      <BranchField branch={branch} onBranch={setBranch} />
      <Button
        type="primary"
        htmlType="submit"
        disabled={!from || !to || isReversed}
        loading={ask.isPending && { delay: 300 }}
      >
        Lập báo cáo
      </Button>
      {isReversed && (
        <p className="note note-problem" role="alert">
          Ngày đầu sau ngày cuối. Đổi lại một trong hai ngày.
        </p>
      )}
      <ProblemNote error={ask.error} />
    </form>
  );
}
