import type { ProblemText } from '../problem-text';

/** What can go wrong with appointments for the counter. */
export const bookingProblems = {
  'booking-unknown': {
    status: 404,
    vi: 'Không có lịch hẹn này. Kiểm tra lại mã và số điện thoại hoặc email đã khai; hoặc mở liên kết trong thư, tin nhắn.',
    en: 'There is no such appointment. Check its code and the phone number or e-mail, or open the link of the mail.',
  },
  'booking-full': {
    status: 409,
    vi: 'Giờ này vừa hết chỗ.[ Giờ còn trống gần nhất: {next}.] Chọn giờ khác, hoặc vào danh sách chờ của ngày đó.',
    en: 'This hour has just become full.[ The next free hours: {next}.] Choose another, or wait for a place of that day.',
  },
  'booking-hour-closed': {
    status: 422,
    vi: 'Cơ quan không nhận đặt lịch vào giờ này. Chọn một giờ còn trống trong danh sách.',
    en: 'The office takes no appointments at this hour. Choose one of those offered.',
  },
  'booking-over': {
    status: 409,
    vi: 'Lịch hẹn không còn đổi được (tình trạng: {state}). Tải lại trang để xem, hoặc đặt lịch mới.',
    en: 'The appointment can no longer be changed (it is: {state}). Load the page again, or make a new one.',
  },
  'booking-not-proposed': {
    status: 409,
    vi: 'Đề nghị đổi giờ này đã hết hạn trả lời; lịch hẹn giữ nguyên giờ cũ. Có thể tự chọn giờ khác.',
    en: 'This proposal has ended; the appointment stays at its hour. You may choose another.',
  },
  'booking-to-come': {
    status: 409,
    vi: 'Chưa đến giờ hẹn nên chưa ghi “Không đến” được.',
    en: 'The hour of the appointment has not begun: nobody has missed it yet.',
  },
  'booking-open-too-many': {
    status: 409,
    vi: 'Số điện thoại này đã có {max} lịch hẹn chưa đến. Hủy bớt một lịch hẹn, hoặc đến trực tiếp không cần hẹn.',
    en: 'This phone number has {max} appointments to come. Cancel one, or come without an appointment.',
  },
  'bookings-too-many': {
    status: 429,
    vi: 'Đã giữ chỗ quá nhiều lần từ mạng này. Thử lại sau {retryAfterSeconds} giây, hoặc đăng nhập rồi đặt.',
    en: 'Too many places were held from this network. Try again in {retryAfterSeconds} seconds, or sign in.',
  },
} satisfies Record<string, ProblemText>;
