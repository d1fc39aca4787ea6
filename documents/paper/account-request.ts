import { dayOf, formatDateVi } from '../../time/time';
import { Sheet } from './sheet';

/** What a citizen reads and confirms before an account is opened [O-06]. */
export interface AccountRequest {
  officeName: string;
  fullName: string;
  identifier: string;
  /** `dd/MM/yyyy`. */
  bornOn: string;
  phone: string;
  email: string | null;
  /** Epoch milliseconds. */
  at: number;
}

/**
 * "Giấy đề nghị tạo tài khoản", to be read, and signed on paper where the office wants it.
 * @throws SaoyError `font-missing`
 */
export async function writeAccountRequest(request: AccountRequest): Promise<Uint8Array> {
  const sheet = await Sheet.begin('Giấy đề nghị tạo tài khoản');
  sheet.write('CỘNG HÒA XÃ HỘI CHỦ NGHĨA VIỆT NAM', 'heading');
  sheet.write('Độc lập – Tự do – Hạnh phúc');
  sheet.write('GIẤY ĐỀ NGHỊ TẠO TÀI KHOẢN', 'title');
  sheet.write(`Kính gửi: ${request.officeName}`);
  sheet.write('Tôi đề nghị tạo tài khoản công dân theo thông tin sau đây:', 'heading');
  const lines: [string, string][] = [
    ['Họ và tên', request.fullName],
    ['Số CCCD/CMND (tên đăng nhập)', request.identifier],
    ['Ngày sinh', request.bornOn],
    ['Số điện thoại (chính chủ)', request.phone],
    ['Email', request.email ?? 'không có'],
  ];
  for (const [name, value] of lines) sheet.write(`${name}: ${value}`);
  sheet.write('Cam kết', 'heading');
  sheet.write(
    'Tôi đã kiểm tra và xác nhận thông tin trên là đúng; số điện thoại là của tôi và nhận được tin nhắn. ' +
      'Tôi đồng ý để cơ quan giữ bản quét CCCD/CMND của tôi làm căn cứ tạo tài khoản.',
  );
  sheet.write(`Ngày ${formatDateVi(dayOf(request.at))}`);
  sheet.write('Người đề nghị (ký, ghi rõ họ tên)', 'heading');
  return sheet.save();
}
