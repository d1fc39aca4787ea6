import { personStateDeclarations } from './people';
import {
  actionDeclarations,
  actions,
  rightDeclarations,
  rights,
  stageDeclarations,
} from './process';

/** What acts outside the life of one dossier are called in the log. */
const otherActs: Readonly<Record<string, string>> = {
  'office-made': 'Lập đơn vị',
  'office-changed': 'Sửa thông tin đơn vị',
  'office-closed': 'Kết thúc hiệu lực đơn vị',
  'office-merged': 'Sáp nhập vào đơn vị khác',
  'office-taken-in': 'Tiếp nhận đơn vị sáp nhập vào',
  'person-made': 'Tạo tài khoản',
  'person-changed': 'Sửa thông tin người dùng',
  'person-state': 'Đổi trạng thái tài khoản',
  'password-reset': 'Cấp lại mật khẩu',
  'second-factor-forgotten': 'Bỏ xác thực hai lớp theo yêu cầu',
  'member-added': 'Gán người dùng vào đơn vị',
  'member-removed': 'Xóa người dùng khỏi đơn vị',
  'right-granted': 'Gán quyền',
  'right-ended': 'Kết thúc quyền',
  'key-made': 'Cấp khóa của phần mềm',
  'key-rotated': 'Thay khóa của phần mềm',
  'key-ended': 'Thu hồi khóa của phần mềm',
  'choose-key': 'Chọn cách ký',
  'token-unlocked': 'Báo token đã mở khóa',
  'drop-identity-scan': 'Hủy bản quét giấy tờ tùy thân',
  'token-holder': 'Khai báo token là của ai',
  'mark-picture': 'Đổi mẫu chữ ký hoặc mẫu dấu',
  'mark-places': 'Dời vị trí chữ ký, dấu',
  'look-up': 'Tra cứu người',
  download: 'Tải tệp',
  reveal: 'Xem đủ số định danh, điện thoại, email',
  number: 'Cấp số chứng thực',
  scan: 'Đính kèm bản quét',
  correct: 'Sửa thông tin tiếp nhận',
  'ask-signature': 'Yêu cầu ký',
  'not-signed': 'Chưa ký được',
  extend: 'Kéo dài thời hạn',
  pause: 'Tạm dừng',
  resume: 'Tiếp tục',
  rederive: 'Tính lại hạn theo lịch mới',
  notice: 'Báo sắp hết thời gian của bước',
  breach: 'Quá thời gian của bước',
  escalation: 'Báo người điều hành',
  'legal-breach': 'Quá thời hạn trả kết quả',
  'resend-mail': 'Gửi lại thư',
  'take-fee': 'Thu phí',
  'give-back-fee': 'Trả lại phí',
  'close-drawer': 'Chốt quỹ thu',
  'follow-link': 'Tải bản sao bằng liên kết trong thư',
  'edit-letter': 'Sửa phiếu hẹn, thư xin lỗi',
  'issue-letter': 'Phát hành phiếu hẹn, thư xin lỗi',
  'issue-paper': 'Phát hành giấy tờ',
  'print-paper': 'In giấy tờ',
  'export-file': 'Xuất toàn bộ hồ sơ',
  revoke: 'Thu hồi bản sao',
  renew: 'Gia hạn dấu thời gian lưu trữ',
  'drop-forms': 'Dọn tệp trung gian',
  share: 'Chia sẻ bản sao',
  unshare: 'Thôi chia sẻ bản sao',
  resolve: 'Hệ thống khác đọc bản sao',
  'book-add': 'Mở sổ chứng thực',
  'book-change': 'Sửa sổ chứng thực',
  'book-remove': 'Xóa sổ chứng thực',
  'book-close': 'Khóa sổ chứng thực',
  'book-export': 'Xuất sổ chứng thực',
  'book-correct': 'Đính chính sổ chứng thực',
  claim: 'Nhận xử lý',
  release: 'Thôi giữ',
  assign: 'Giao xử lý',
  'list-exported': 'Xuất danh sách hồ sơ',
  'filter-saved': 'Lưu bộ lọc',
  'filter-removed': 'Xóa bộ lọc',
  nudge: 'Nhắc người đang giữ hồ sơ',
  'resume-book': 'Nối lại sổ sau khi phục hồi dữ liệu',
  'report-asked': 'Lập báo cáo',
  'report-schedule-set': 'Đặt lịch báo cáo',
  'report-schedule-ended': 'Thôi lịch báo cáo',
  'alert-rule': 'Đổi quy tắc cảnh báo',
  'target-set': 'Giao chỉ tiêu',
  'account-opened': 'Tạo tài khoản công dân',
  'ask-correction': 'Yêu cầu đính chính',
  'accept-correction': 'Chấp nhận yêu cầu đính chính',
  'refuse-correction': 'Không chấp nhận yêu cầu đính chính',
  'withdraw-correction': 'Rút yêu cầu đính chính',
  'booking-week': 'Đặt khung giờ nhận lịch hẹn',
  'booking-hours': 'Mở, đóng giờ nhận lịch hẹn',
  'booking-made': 'Đặt lịch hẹn',
  'booking-waits': 'Vào danh sách chờ lịch hẹn',
  'booking-moved': 'Dời lịch hẹn',
  'booking-proposed': 'Đề nghị dời lịch hẹn',
  'booking-not-moved': 'Không dời lịch hẹn như đề nghị',
  'booking-cancelled': 'Hủy lịch hẹn',
  'booking-missed': 'Ghi không đến theo lịch hẹn',
  'booking-arrived': 'Tiếp nhận theo lịch hẹn',
  'booking-opened': 'Mở thông tin lịch hẹn',
  'moved-out': 'Chuyển hồ sơ sang đơn vị kế thừa',
  'moved-in': 'Nhận hồ sơ từ đơn vị sáp nhập',
};

/** Every act that the log knows, with what it is called. */
export const auditActs: ReadonlyMap<string, string> = new Map([
  ...actions.map((action): [string, string] => [action, actionDeclarations[action].vi]),
  ...Object.entries(otherActs),
]);

export function auditWords(action: string): string {
  return auditActs.get(action) ?? action;
}

const details: Readonly<Record<string, string>> = {
  ...{
    from: 'từ',
    to: 'đến',
    until: 'đến hết',
    untilBefore: 'đến hết trước đó',
    state: 'trạng thái',
  },
  ...{ right: 'quyền', passesOn: 'được gán tiếp', byDelegation: 'theo ủy quyền' },
  ...{ fullName: 'họ tên', title: 'chức danh', phone: 'điện thoại', identifier: 'số định danh' },
  ...{ email: 'email', token: 'token' },
  ...{
    code: 'mã',
    kind: 'loại',
    pages: 'số trang',
    copies: 'số bản',
    fee: 'phí',
    bytes: 'số byte',
  },
  ...{
    policy: 'chính sách',
    calendar: 'lịch',
    extensionDays: 'số ngày gia hạn',
    found: 'tìm thấy',
  },
  ...{ number: 'số', numberText: 'số chứng thực', step: 'bước', method: 'cách', channel: 'kênh' },
  ...{ hash: 'mã băm', receivedHash: 'mã băm khi nhận', corrected: 'đã sửa địa chỉ' },
  ...{
    round: 'lượt',
    holder: 'người giữ',
    holderBefore: 'người giữ trước',
    list: 'danh sách',
    rows: 'số dòng',
  },
  ...{ amount: 'số tiền (đồng)', expected: 'phải có (đồng)', counted: 'đếm được (đồng)' },
  ...{ oldDue: 'hạn cũ', newDue: 'hạn mới', ground: 'căn cứ', dossiers: 'số hồ sơ' },
};

/** What a detail of an event is called; one that has no word stands under its own name. */
export function detailWords(name: string): string {
  return details[name] ?? name;
}

/** The words of rights, of a stage, of an account's state, of yes and no; others as they are. */
export function valueWords(name: string, value: string | number | boolean): string {
  if (typeof value === 'boolean') return value ? 'có' : 'không';
  if (name === 'right' || name === 'passesOn') {
    const held = rights.filter((right) => String(value).split(' ').includes(right));
    return held.map((right) => rightDeclarations[right].vi).join(', ');
  }
  const words: Record<string, { vi: string }> = {
    ...stageDeclarations,
    ...personStateDeclarations,
  };
  return words[value]?.vi ?? String(value);
}
