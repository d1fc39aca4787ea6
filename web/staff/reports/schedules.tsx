import { useMutation, useQuery, useQueryClient } from '@tanstack/react-query';
import { Button } from 'antd';
import { type FormEvent, useState } from 'react';
import type { ScheduleView } from '../../../api/report-schedules/contract';
import {
  reportKindDeclarations,
  type ReportKind,
  type Rhythm,
  rhythms,
} from '../../../domain/report-kinds';
import { ProblemNote } from '../../look/problem-note';
import { act, getJson } from '../../server/client';
import { reportsQuery } from './queries';
import { BranchField, KindField } from './report-fields';

const rhythmWords: Record<Rhythm, string> = {
  day: 'hằng ngày',
  week: 'hằng tuần',
  month: 'hằng tháng',
  quarter: 'hằng quý',
};

/** "Báo cáo định kỳ": reports that are made each night after a period has ended, and mailed to who wanted them. */
export function Schedules({ officeId }: { officeId: string }) {
  const known = useQueryClient();
  const key = ['report-schedules', officeId];
  const schedules = useQuery({
    queryKey: key,
    queryFn: ({ signal }) =>
      getJson<{ schedules: ScheduleView[] }>(`/report-schedules?officeId=${officeId}`, signal),
  });
  const [kind, setKind] = useState<ReportKind>('compliance');
  const [rhythm, setRhythm] = useState<Rhythm>('month');
  const [branch, setBranch] = useState(true);
  const again = () => known.invalidateQueries({ queryKey: key });
  const add = useMutation({
    mutationFn: () => act('/report-schedules', { body: { officeId, kind, rhythm, branch } }),
    onSuccess: again,
  });
  const end = useMutation({
    mutationFn: (id: string) => act(`/report-schedules/${id}/end`, { body: { officeId } }),
    onSuccess: again,
  });
  const run = useMutation({
    mutationFn: (id: string) => act(`/report-schedules/${id}/run`, { body: { officeId } }),
    onSuccess: () => known.invalidateQueries({ queryKey: reportsQuery(officeId).queryKey }),
  });
  const send = (event: FormEvent) => {
    event.preventDefault();
    add.mutate();
  };
  const running = schedules.data?.schedules ?? [];
  return (
    <details className="schedules">
      <summary>Báo cáo định kỳ ({running.length})</summary>
      <p className="quiet">
        Lập lúc 5 giờ sáng sau khi kỳ kết thúc, giữ lại ở trang này và gửi thư cho người đặt lịch.
      </p>
      {running.length === 0 && <p className="quiet">Chưa có lịch nào.</p>}
      <ul>
        {running.map((one) => (
          <li key={one.id}>
            {reportKindDeclarations[one.kind].vi}, {rhythmWords[one.rhythm]},{' '}
            {one.branch ? 'cả cấp dưới' : 'riêng đơn vị'} · {one.createdBy}{' '}
            <button
              type="button"
              className="plain-button"
              disabled={run.isPending}
              onClick={() => run.mutate(one.id)}
            >
              Lập ngay kỳ vừa qua
            </button>{' '}
            <button
              type="button"
              className="plain-button"
              disabled={end.isPending}
              onClick={() => end.mutate(one.id)}
            >
              Thôi lập
            </button>
          </li>
        ))}
      </ul>
      <form className="report" aria-label="Đặt lịch báo cáo" onSubmit={send}>
        <KindField kind={kind} onKind={setKind} />
        <label className="field">
          <span>Lập</span>
          <select
            className="input"
            value={rhythm}
            onChange={(event) => setRhythm(event.target.value as Rhythm)}
          >
            {rhythms.map((each) => (
              <option key={each} value={each}>
                {rhythmWords[each]}
              </option>
            ))}
          </select>
        </label>
        <BranchField branch={branch} onBranch={setBranch} />
        <Button htmlType="submit" loading={add.isPending && { delay: 300 }}>
          Đặt lịch
        </Button>
      </form>
      <ProblemNote error={add.error ?? end.error ?? run.error} />
    </details>
  );
}
