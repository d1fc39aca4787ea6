import { DownloadOutlined } from '@ant-design/icons';
import { useMutation } from '@tanstack/react-query';
import { Button } from 'antd';
import { type FormEvent, useState } from 'react';
import { DateField } from '../../look/date-field';
import { ProblemNote } from '../../look/problem-note';
import { useServerNow } from '../../server/clock';
import { downloadFile } from '../../server/download';
import { isoDate } from '../../text/time';

/** The compliance report of a period, as Excel. */
export function ReportForm({ officeId }: { officeId: string }) {
  const today = isoDate(useServerNow());
  const [from, setFrom] = useState(`${today.slice(0, 8)}01`);
  const [to, setTo] = useState(today);
  const isReversed = from !== '' && to !== '' && from > to;
  const query = new URLSearchParams({ officeId, from, to });
  const report = useMutation({
    mutationFn: () =>
      downloadFile(`/supervision/compliance.xlsx?${query}`, `thoi-gian-${from}-${to}.xlsx`),
  });
  const fetchReport = (event: FormEvent) => {
    event.preventDefault();
    report.mutate();
  };
  return (
    <form className="report" aria-label="Báo cáo tuân thủ" onSubmit={fetchReport}>
      <DateField label="Từ ngày" value={from} onChange={setFrom} />
      <DateField label="đến ngày" value={to} onChange={setTo} />
      <Button
        type="primary"
        htmlType="submit"
        icon={<DownloadOutlined />}
        disabled={!from || !to || isReversed}
        loading={report.isPending && { delay: 300 }}
        title="Từng bước, từng ngày; từng hồ sơ ở trang thứ hai"
      >
        Báo cáo Excel
      </Button>
      {isReversed && (
        <p className="note note-problem" role="alert">
          Ngày đầu sau ngày cuối. Đổi lại một trong hai ngày.
        </p>
      )}
      <ProblemNote error={report.error} />
    </form>
  );
}
