import { useMutation, useQuery, useQueryClient } from '@tanstack/react-query';
import { App, Button, Skeleton } from 'antd';
import type { UnsentNotice } from '../../../api/notices/contract';
import type { Template } from '../../../domain/notices';
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
const templates: Record<Template, string> = {
  copy: 'bản sao',
  'copy-link': 'đường dẫn tải bản sao',
  refusal: 'từ chối',
  revocation: 'thu hồi',
  'alarm-notice': 'sắp hết thời gian của bước',
  'alarm-breach': 'quá hạn của bước',
  'alarm-escalation': 'báo lên người điều hành',
  'alarm-legal-breach': 'quá hạn trả',
  'new-slip': 'phiếu hẹn mới',
  nudge: 'nhắc việc',
  'one-time-code': 'mã dùng một lần',
  'first-password': 'mật khẩu đầu tiên',
  'booking-made': 'đã đặt lịch hẹn',
  'booking-moved': 'đổi lịch hẹn',
  'booking-proposed': 'đề nghị giờ hẹn khác',
  'booking-offered': 'mời nhận chỗ trống',
  'booking-reminder': 'nhắc lịch hẹn',
  'booking-cancelled': 'hủy lịch hẹn',
  assigned: 'giao hồ sơ',
  'passed-on': 'chuyển hồ sơ',
  'acted-for': 'làm thay',
  'correction-asked': 'yêu cầu đính chính',
  'correction-near': 'yêu cầu đính chính sắp hết hạn',
  'correction-late': 'yêu cầu đính chính quá hạn',
  'correction-accepted': 'chấp nhận đính chính',
  'correction-refused': 'không chấp nhận đính chính',
  alert: 'cảnh báo',
  'alert-digest': 'cảnh báo gộp theo giờ',
  'report-made': 'báo cáo định kỳ',
  start: 'khởi động',
  delivered: 'đã giao',
  changed: 'lịch hẹn đổi',
};

/** Of one that this page does not know yet its name. */
function wordsOf(template: string): string {
  return Object.entries(templates).find(([known]) => known === template)?.[1] ?? template;
}

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
  const what = `${channels[channel]} (${wordsOf(template)})`;
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
