import { DownloadOutlined } from '@ant-design/icons';
import { useMutation, useQuery } from '@tanstack/react-query';
import { Button, Skeleton } from 'antd';
import type { ReportView } from '../../../api/reports/contract';
import { onTimeShareOf, type ReportFigures } from '../../../domain/reports';
import { ProblemNote } from '../../look/problem-note';
import { sentenceOf } from '../../server/client';
import { downloadFile } from '../../server/download';
import { inThousands, percent } from '../../text/figures';
import { dateTime } from '../../text/time';
import { MonthsChart, OfficesChart, StepsChart } from './report-charts';
import { GroundsTable, OfficesTable, PeopleTable, StepsTable } from './report-tables';
import { reportQuery } from './queries';

interface Props {
  report: ReportView;
  officeId: string;
}

/** One report: while it is made its progress, then figures, pictures and files. */
export function ReportBody({ report, officeId }: Props) {
  if (report.failure) {
    return (
      <p className="note note-problem" role="alert">
        Không lập được báo cáo này. {report.failure.text}
      </p>
    );
  }
  if (report.doneAt === null) {
    return (
      <p className="note" role="status">
        Đang lập báo cáo: đã xét {inThousands(report.progress)} hồ sơ. Có thể làm việc khác; báo cáo
        vẫn được lập và giữ lại ở đây.
      </p>
    );
  }
  return <Made report={report} officeId={officeId} />;
}

function Made({ report, officeId }: Props) {
  const whole = useQuery(reportQuery(officeId, report.id));
  const download = useMutation({
    mutationFn: (format: 'xlsx' | 'pdf') =>
      downloadFile(`/reports/${report.id}/${format}?officeId=${officeId}`, `bao-cao.${format}`),
  });
  if (whole.isPending) return <Skeleton active />;
  if (whole.isError || !whole.data.figures) {
    return (
      <p className="note note-problem" role="alert">
        {sentenceOf(whole.error)}
      </p>
    );
  }
  const { figures } = whole.data;
  return (
    <article className="report-body">
      <header className="board-head">
        <p className="quiet">
          Số liệu tính đến {dateTime(report.asOf)} · mã dữ liệu <code>{report.dataCode}</code>
        </p>
        <span className="top-bar-space" />
        {(['xlsx', 'pdf'] as const).map((format) => (
          <Button
            key={format}
            icon={<DownloadOutlined />}
            loading={download.isPending && download.variables === format && { delay: 300 }}
            onClick={() => download.mutate(format)}
          >
            {format === 'xlsx' ? 'Excel' : 'PDF'}
          </Button>
        ))}
      </header>
      <ProblemNote error={download.error} />
      <Totals figures={figures} />
      <div className="charts">
        <MonthsChart figures={figures} />
        <StepsChart figures={figures} />
        <OfficesChart figures={figures} />
      </div>
      <OfficesTable figures={figures} />
      <StepsTable figures={figures} />
      <PeopleTable figures={figures} />
      <GroundsTable figures={figures} />
    </article>
  );
}

function Totals({ figures: { total, apologies } }: { figures: ReportFigures }) {
  const { carried, received, done, refused, cancelled, withdrawn, openInTime, openLate } = total;
  const lines: [value: string, words: string, className?: string | undefined][] = [
    [inThousands(carried), 'kỳ trước chuyển sang'],
    [inThousands(received), 'tiếp nhận mới'],
    [inThousands(done.early), 'trả trước hạn'],
    [inThousands(done.onTime), 'trả đúng hạn'],
    [inThousands(done.late), 'trả quá hạn', done.late > 0 ? 'count-late' : undefined],
    [inThousands(refused), 'từ chối'],
    [inThousands(cancelled + withdrawn), 'hủy, rút'],
    [inThousands(openInTime), 'đang giải quyết, trong hạn'],
    [inThousands(openLate), 'đang giải quyết, quá hạn', openLate > 0 ? 'count-late' : undefined],
    [percent(onTimeShareOf(total)), 'đúng hạn, trên số đã trả'],
    [inThousands(apologies), 'thư xin lỗi đã phát hành'],
  ];
  return (
    <ul className="counts">
      {lines.map(([value, words, className]) => (
        <li key={words} className={className}>
          <b>{value}</b> {words}
        </li>
      ))}
    </ul>
  );
}
