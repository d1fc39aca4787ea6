import { html } from 'hono/html';
import { bookingPages } from '../../domain/bookings';
import { citizenPages } from '../../domain/citizen-pages';
import { publicPages } from '../../domain/public-pages';
import type { Page } from './frame';

const ways = [
  [publicPages.guide, 'Hướng dẫn từng bước', 'Từ lúc đặt lịch đến lúc nhận bản sao, có hình.'],
  [publicPages.bring, 'Cần mang gì', 'Theo từng loại giấy tờ; giấy nào không chứng thực được.'],
  [publicPages.offices, 'Cơ quan và giờ làm việc', 'Tìm nơi gần nhất, giờ mở cửa, ngày nghỉ.'],
  [publicPages.fee, 'Tính phí', 'Số trang, số bản → số tiền, kèm căn cứ.'],
  [bookingPages.book, 'Đặt lịch hẹn', 'Chọn cơ quan và giờ; không bắt buộc.'],
  [bookingPages.kept, 'Xem, đổi, hủy lịch hẹn', 'Bằng mã lịch hẹn và số điện thoại đã khai.'],
  [citizenPages.mine, 'Bản sao của tôi', 'Đăng nhập để tải, chia sẻ, yêu cầu đính chính.'],
  ['/verify', 'Kiểm tra một bản sao', 'Chọn tệp PDF đã nhận; không cần đăng nhập.'],
] as const;

/** Where a citizen begins. */
export function startPage(): Page {
  return {
    title: 'Chứng thực bản sao điện tử',
    body: html`<p>
        Mang bản chính đến cơ quan; bản sao có chữ ký số của người ký và của cơ quan được gửi về thư
        điện tử hoặc tài khoản của ông/bà.
      </p>
      <ul class="ways">
        ${ways.map(
          ([path, name, what]) =>
            html`<li>
              <a href="${path}"><b>${name}</b><span class="quiet">${what}</span></a>
            </li>`,
        )}
      </ul>
      <p class="card">
        Đã nộp hồ sơ? Quét mã QR trên giấy tiếp nhận để biết hồ sơ đang ở bước nào và bao giờ có kết
        quả.
      </p>`,
  };
}
