import type { z } from '@hono/zod-openapi';
import type { TimelineEntry } from '../../db/audit/list-timeline';
import { formatDong } from '../../policies/fee';
import { formatInstantVi } from '../../time/time';
import { auditWords } from '../../domain/audit-words';
import { maskWithin } from '../../domain/mask';
import { paperKinds, paperLabels } from '../../domain/papers';
import { isProblemCode, sentence } from '../../domain/problem';
import {
  type Action,
  type Stage,
  type Step,
  actionDeclarations,
  actions,
  stages,
  steps,
} from '../../domain/process';
import type { timelineEventSchema } from './contract';

type TimelineEvent = z.infer<typeof timelineEventSchema>;

/** "Xem tiến trình": one line of a dossier's history, in Vietnamese. */
export function viewTimelineEvent(entry: TimelineEntry): TimelineEvent {
  return {
    at: entry.at.toISOString(),
    action: entry.action,
    text: entry.remark ? `${sentenceOf(entry)}: ${maskWithin(entry.remark)}` : sentenceOf(entry),
    actorName: entry.actorName,
    stage: stages.find((stage: Stage) => stage === entry.details.to) ?? null,
  };
}

const stepNames: Record<Step, string> = {
  create: 'tạo bản sao',
  sign: 'ký',
  seal: 'cấp số và đóng dấu',
};

function sentenceOf({ action, details, holderName }: TimelineEntry): string {
  const known = actions.find((name: Action) => name === action);
  if (known) return actionDeclarations[known].vi;
  const step = steps.find((name: Step) => name === details.step);
  const stepName = step ? stepNames[step] : '';
  switch (action) {
    case 'scan':
      return details.originalPages === undefined
        ? `Đính kèm bản quét (${String(details.pages)} trang)`
        : `Đính kèm bản quét (${String(details.pages)} trang), lấy đó làm số trang bản chính`;
    case 'claim':
      return `Nhận xử lý bước ${stepName}`;
    case 'release':
      return `Thôi giữ bước ${stepName}`;
    case 'assign':
      return `Giao bước ${stepName} cho ${holderName ?? 'người khác'}`;
    case 'nudge':
      return `Nhắc người giữ bước ${stepName}`;
    case 'moved-out':
      return 'Đơn vị tiếp nhận sáp nhập: chuyển hồ sơ sang đơn vị kế thừa';
    case 'moved-in':
      return 'Đơn vị kế thừa tiếp tục xử lý';
    case 'correct':
      return 'Sửa thông tin tiếp nhận';
    case 'number':
      return `Cấp số chứng thực ${String(details.numberText)}`;
    case 'ask-signature':
      return details.method === 'remote' || details.method === 'consent'
        ? `Yêu cầu ${stepName} gửi đến nhà cung cấp ký số từ xa`
        : `Yêu cầu ${stepName} gửi đến máy của người ký`;
    case 'not-signed':
      return `Chưa ${stepName}: ${reasonOf(details.code)}`;
    case 'extend':
      return `Kéo dài thời hạn: ${dueChange(details)}`;
    case 'resend-mail':
      return details.corrected === true ? 'Gửi lại thư đến địa chỉ đã sửa' : 'Gửi lại thư';
    case 'take-fee':
      return `Thu phí ${formatDong(Number(details.amount))} ₫`;
    case 'give-back-fee':
      return `Trả lại phí ${formatDong(Number(details.amount))} ₫ cho người nộp`;
    case 'follow-link':
      return 'Tải bản sao bằng liên kết trong thư';
    case 'edit-letter':
      return `Sửa ${letterName(details.kind)}`;
    case 'issue-letter':
      return `Phát hành ${letterName(details.kind)}`;
    case 'issue-paper':
      return `Phát hành ${paperName(details)}`;
    case 'print-paper':
      return Number(details.print) > 1
        ? `In lại lần ${String(details.print)}: ${paperName(details)}`
        : `In ${paperName(details)}`;
    case 'export-file':
      return 'Xuất toàn bộ hồ sơ cho thanh tra';
    case 'pause':
      return details.stopsLegal === true
        ? 'Tạm dừng thời hạn theo quy định'
        : 'Tạm dừng thời gian của bước theo quy định';
    case 'resume':
      return `Hết tạm dừng: ${dueChange(details)}`;
    case 'rederive':
      return `Lịch làm việc thay đổi${details.decisions ? ` (${String(details.decisions)})` : ''}: ${dueChange(details)}`;
    case 'notice':
      return `Sắp hết thời gian của bước ${stepName}`;
    case 'breach':
      return `Quá thời gian của bước ${stepName}`;
    case 'escalation':
      return `Báo người điều hành: bước ${stepName} quá hạn mà chưa xong`;
    case 'legal-breach':
      return 'Quá thời hạn trả kết quả theo pháp luật';
    case 'revoke':
      return 'Thu hồi bản sao chứng thực sai';
    case 'renew':
      return 'Gia hạn dấu thời gian lưu trữ của bản sao';
    case 'drop-forms':
      return 'Dọn các tệp trung gian; giữ bản quét gốc và bản sao';
    case 'share':
      return 'Chia sẻ bản sao có thời hạn';
    case 'reveal':
      return 'Xem số định danh, email, điện thoại của người yêu cầu';
    case 'unshare':
      return 'Thu hồi mã chia sẻ bản sao';
    case 'resolve':
      return 'Hệ thống khác đọc bản sao theo mã chia sẻ';
    default:
      return auditWords(action);
  }
}

function reasonOf(code: unknown): string {
  return isProblemCode(code) ? sentence(code, 'vi', {}) : String(code);
}

function letterName(kind: unknown): string {
  return kind === 'apology' ? 'văn bản xin lỗi' : 'phiếu hẹn';
}

function paperName({ kind, numberText }: TimelineEntry['details']): string {
  const known = paperKinds.find((each) => each === kind);
  const name = known ? paperLabels[known].toLocaleLowerCase('vi') : 'giấy tờ';
  return numberText === undefined ? name : `${name} số ${String(numberText)}`;
}

/** Old and new due as people write them, at UTC+7. */
function dueChange({ oldDue, newDue }: TimelineEntry['details']): string {
  const text = (due: unknown) => formatInstantVi(Date.parse(String(due)));
  return `hạn trả từ ${text(oldDue)} chuyển thành ${text(newDue)}`;
}
