import { DownloadOutlined } from '@ant-design/icons';
import { Button } from 'antd';
import { useState } from 'react';
import { DateField } from '../../look/date-field';
import { useServerNow } from '../../server/clock';
import { isoDate } from '../../text/time';

/** The compliance report of a period as Excel; the browser saves it as any download. */
export function ReportForm({ officeId }: { officeId: string }) {
  const today = isoDate(useServerNow());
  const [from, setFrom] = useState(`${today.slice(0, 8)}01`);
  const [to, setTo] = useState(today);
  const isWrong = !from || !to || from > to;
  const query = new URLSearchParams({ officeId, from, to });
  return (
    <div className="report" role="group" aria-label="Báo cáo tuân thủ">
      <DateField label="Từ ngày" value={from} onChange={setFrom} />
      <DateField label="đến ngày" value={to} onChange={setTo} />
      <Button
        type="primary"
        icon={<DownloadOutlined />}
        disabled={isWrong}
        href={`/api/supervision/compliance.xlsx?${query}`}
        title={isWrong ? 'Ngày đầu phải trước ngày cuối.' : 'Mỗi bước mỗi ngày, và từng hồ sơ'}
      >
        Báo cáo Excel
      </Button>
    </div>
  );
}
