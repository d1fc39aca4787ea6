import { DownloadOutlined } from '@ant-design/icons';
import { useMutation, useQuery } from '@tanstack/react-query';
import { Button, Skeleton } from 'antd';
import type { ReportView } from '../../../api/reports/contract';
import { reportKindDeclarations } from '../../../domain/report-kinds';
import { ProblemNote } from '../../look/problem-note';
import { sentenceOf } from '../../server/client';
import { downloadFile } from '../../server/download';
import { inThousands } from '../../text/figures';
import { dateTime } from '../../text/time';
import { cellWords } from './cell-words';
import { reportQuery } from './queries';
import { ReportPicture } from './report-picture';
import { ReportTable } from './report-table';

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
  if (whole.isError || !whole.data.contents) {
    return (
      <p className="note note-problem" role="alert">
        {sentenceOf(whole.error)}
      </p>
    );
  }
  const { contents } = whole.data;
  return (
    <article className="report-body">
      <header className="board-head">
        <p className="quiet">
          {reportKindDeclarations[report.kind].basis} · số liệu tính đến {dateTime(report.asOf)} ·
          mã dữ liệu <code>{report.dataCode}</code>
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
      <ul className="counts">
        {contents.figures.map(({ value, kind, words, isBad }) => (
          <li key={words} className={isBad ? 'count-late' : undefined}>
            <b>{value === null ? '–' : cellWords(value, kind)}</b> {words}
          </li>
        ))}
      </ul>
      <div className="charts">
        {contents.pictures.map((picture) => (
          <ReportPicture key={picture.title} picture={picture} />
        ))}
      </div>
      {contents.sheets.flatMap(({ tables }) =>
        tables.map((table) => <ReportTable key={table.title} table={table} />),
      )}
    </article>
  );
}
