import { useMutation, useQuery, useQueryClient } from '@tanstack/react-query';
import { App, Button, Skeleton } from 'antd';
import type { UnsentNotice } from '../../../api/notices/contract';
import { ProblemNote } from '../../look/problem-note';
import { act, sentenceOf } from '../../server/client';
import { dateTime } from '../../text/time';
import { DossierLink } from './dossier-link';
import { unsentQuery } from './queries';

const channels: Record<UnsentNotice['channel'], string> = {
  mail: 'Thư điện tử',
  sms: 'Tin nhắn',
  webhook: 'Hệ thống khác',
  workflow: 'Quy trình',
};
const templates: Record<string, string> = {
  copy: 'bản sao',
  refusal: 'từ chối',
  revocation: 'thu hồi',
  start: 'khởi động',
  delivered: 'đã giao',
};

/** What did not reach its recipient: tried again at once, also what was perhaps sent. */
export function UnsentNotices({ officeId }: { officeId: string }) {
  const unsent = useQuery(unsentQuery(officeId));
  if (unsent.isPending) return <Skeleton className="view-skeleton" active />;
  if (unsent.isError) {
    return (
      <p className="note note-problem view-note" role="alert">
        {sentenceOf(unsent.error)}
      </p>
    );
  }
  const { items } = unsent.data;
  if (items.length === 0) {
    return <p className="empty">Mọi thư, tin nhắn và báo tin đều đã tới nơi.</p>;
  }
  return (
    <div className="table-frame">
      <table className="table">
        <thead>
          <tr>
            <th scope="col">Từ lúc</th>
            <th scope="col">Kênh</th>
            <th scope="col">Hồ sơ</th>
            <th scope="col">Tình trạng</th>
            <th scope="col">Trả lời của nơi nhận</th>
            <th scope="col">Thao tác</th>
          </tr>
        </thead>
        <tbody>
          {items.map((notice) => (
            <UnsentRow key={notice.id} notice={notice} />
          ))}
        </tbody>
      </table>
    </div>
  );
}

function UnsentRow({ notice }: { notice: UnsentNotice }) {
  const { id, channel, template, createdAt, answer, dossier } = notice;
  const { message } = App.useApp();
  const client = useQueryClient();
  const resend = useMutation({
    mutationFn: () => act(`/notices/${id}/resend`),
    onSuccess: () => void message.success('Đang gửi lại'),
    onSettled: () => client.invalidateQueries({ queryKey: ['notices'] }),
  });
  const what = `${channels[channel]} (${templates[template] ?? template})`;
  return (
    <tr>
      <td>{dateTime(createdAt)}</td>
      <td>{what}</td>
      <td>
        <DossierLink dossier={dossier} />
      </td>
      <td className="wraps">{statusOf(notice)}</td>
      <td className="wraps">{answer ?? '–'}</td>
      <td>
        <Button
          aria-label={`Gửi lại ${what.toLowerCase()}${dossier ? ` của hồ sơ ${dossier.code}` : ''}`}
          loading={resend.isPending && { delay: 300 }}
          onClick={() => {
            if (!resend.isPending) resend.mutate();
          }}
        >
          Gửi lại
        </Button>
        <ProblemNote error={resend.error} />
      </td>
    </tr>
  );
}

function statusOf({ status, attempts, nextAt }: UnsentNotice): string {
  if (status === 'uncertain') return 'Có thể đã gửi: hỏi người nhận, chưa nhận được thì gửi lại';
  if (status === 'failed') return `Không gửi được sau ${attempts} lần: xem lại địa chỉ rồi gửi lại`;
  return `Đã thử ${attempts} lần, thử tiếp lúc ${nextAt ? dateTime(nextAt) : '–'}`;
}
