import { useQuery } from '@tanstack/react-query';
import { Skeleton } from 'antd';
import { useState } from 'react';
import { Switch } from '../../look/switch';
import { sentenceOf } from '../../server/client';
import { dateTime } from '../../text/time';
import { ForRight } from '../desk/for-right';
import { may, useDesk } from '../desk/office';
import { DossierLink } from './dossier-link';
import { noticesQuery } from './queries';
import { UnsentNotices } from './unsent-notices';

const parts = { told: 'Nhắc việc', unsent: 'Chưa gửi được' } as const;
type Part = keyof typeof parts;

/** "Thông báo": what the clocks tell, and what did not reach its recipient. */
export function NoticesPage() {
  return (
    <ForRight needs="notice.list" whose="những người xử lý hồ sơ">
      <Notices />
    </ForRight>
  );
}

function Notices() {
  const { office } = useDesk();
  const [part, setPart] = useState<Part>('told');
  const open = (Object.keys(parts) as Part[]).filter(
    (each) => each === 'told' || may(office, 'notice.list-unsent'),
  );
  return (
    <div className="board">
      <header className="board-head">
        <h1>Thông báo</h1>
        <span className="top-bar-space" />
        <Switch label="Đang xem" words={parts} choices={open} value={part} onChoose={setPart} />
      </header>
      {part === 'told' ? <Told officeId={office.id} /> : <UnsentNotices officeId={office.id} />}
    </div>
  );
}

function Told({ officeId }: { officeId: string }) {
  const notices = useQuery(noticesQuery(officeId));
  if (notices.isPending) return <Skeleton className="view-skeleton" active />;
  if (notices.isError) {
    return (
      <p className="note note-problem view-note" role="alert">
        {sentenceOf(notices.error)}
      </p>
    );
  }
  const { items } = notices.data;
  if (items.length === 0) {
    return (
      <p className="empty">Chưa có thông báo nào. Hồ sơ sắp đến hạn hoặc quá hạn sẽ hiện ở đây.</p>
    );
  }
  return (
    <div className="table-frame">
      <table className="table">
        <thead>
          <tr>
            <th scope="col">Lúc</th>
            <th scope="col">Thông báo</th>
            <th scope="col">Hồ sơ</th>
          </tr>
        </thead>
        <tbody>
          {items.map(({ id, at, title, text, dossier, read }) => (
            <tr key={id} className={read ? undefined : 'notice-unread'}>
              <td>{dateTime(at)}</td>
              <td className="wraps">
                <strong>{title}</strong>
                <br />
                {text}
              </td>
              <td>
                <DossierLink dossier={dossier} />
              </td>
            </tr>
          ))}
        </tbody>
      </table>
    </div>
  );
}
