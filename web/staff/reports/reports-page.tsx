import { useQuery } from '@tanstack/react-query';
import { Skeleton } from 'antd';
import { useState } from 'react';
import type { ReportView } from '../../../api/reports/contract';
import { reportKindDeclarations } from '../../../domain/report-kinds';
import { sentenceOf } from '../../server/client';
import { dayToText } from '../../text/day';
import { inThousands } from '../../text/figures';
import { dateTime } from '../../text/time';
import { ForRight } from '../desk/for-right';
import { useDesk } from '../desk/office';
import { AskForm } from './ask-form';
import { reportsQuery } from './queries';
import { ReportBody } from './report-body';
import { Schedules } from './schedules';
import './reports.css';

/** "Báo cáo": every kind of report, as a page, Excel and PDF. */
export function ReportsPage() {
  return (
    <ForRight needs="report.read" whose="người điều hành">
      <Reports />
    </ForRight>
  );
}

function Reports() {
  const { office } = useDesk();
  const reports = useQuery(reportsQuery(office.id));
  const [chosen, setChosen] = useState<string | null>(null);
  const shown =
    reports.data?.reports.find(({ id }) => id === chosen) ?? reports.data?.reports.at(0);
  return (
    <div className="board">
      <header className="board-head">
        <h1>Báo cáo</h1>
        <p className="quiet">Tính theo quy tắc mà từng hồ sơ đã gắn khi tiếp nhận</p>
      </header>
      <AskForm officeId={office.id} onAsked={setChosen} />
      <Schedules officeId={office.id} />
      {reports.isPending && <Skeleton active />}
      {reports.isError && (
        <p className="note note-problem" role="alert">
          {sentenceOf(reports.error)}
        </p>
      )}
      {reports.data?.reports.length === 0 && (
        <p className="empty">Chưa có báo cáo nào. Chọn khoảng thời gian rồi bấm “Lập báo cáo”.</p>
      )}
      {shown && reports.data && (
        <div className="reports">
          <nav className="report-list" aria-label="Các báo cáo đã lập">
            {reports.data.reports.map((report) => (
              <button
                key={report.id}
                type="button"
                aria-pressed={report.id === shown.id}
                onClick={() => setChosen(report.id)}
              >
                <b>{reportKindDeclarations[report.kind].vi}</b>
                <span>{periodWords(report)}</span>
                <span>
                  {report.branch ? 'Cả cấp dưới' : 'Riêng đơn vị'}
                  {report.scheduled && ', định kỳ'}
                </span>
                <small>{stateWords(report)}</small>
              </button>
            ))}
          </nav>
          <ReportBody key={shown.id} report={shown} officeId={office.id} />
        </div>
      )}
    </div>
  );
}

export function periodWords({ from, to }: Pick<ReportView, 'from' | 'to'>): string {
  return `${dayToText(from)} – ${dayToText(to)}`;
}

function stateWords({ doneAt, failure, asOf, progress }: ReportView): string {
  if (failure) return 'Không lập được';
  if (doneAt === null) return `Đang lập: ${inThousands(progress)} hồ sơ`;
  return `Số liệu đến ${dateTime(asOf)}`;
}
