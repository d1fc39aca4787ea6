/** The way of a citizen from the original to the copy, a picture a step. Pictures: `scripts/guide/take-pictures.ts`. */
export interface GuideStep {
  /** File of its picture, without ending, under /guide; null: it happens away from the screen. */
  picture: string | null;
  /** What the picture shows, for who does not see it. */
  alt: string;
  title: string;
  text: string;
}

export const guideSteps: readonly GuideStep[] = [
  {
    picture: 'book-hour',
    alt: 'Trang đặt lịch hẹn trên điện thoại: chọn cơ quan, ngày và giờ còn trống.',
    title: 'Đặt lịch hẹn (không bắt buộc)',
    text: 'Chọn cơ quan, ngày và giờ còn trống, ghi họ tên và loại giấy tờ. Chỗ được giữ trong lúc điền.',
  },
  {
    picture: 'book-code',
    alt: 'Trang báo đặt lịch thành công, có mã lịch hẹn và nút đổi giờ, hủy.',
    title: 'Giữ mã lịch hẹn',
    text: 'Mã và liên kết được gửi bằng tin nhắn và thư. Qua liên kết đó ông/bà đổi giờ hoặc hủy.',
  },
  {
    picture: null,
    alt: '',
    title: 'Mang bản chính đến quầy',
    text: 'Công chức xem bản chính, quét lại và trả ngay bản chính. Nộp phí tại quầy, nhận giấy tiếp nhận có mã QR.',
  },
  {
    picture: 'track',
    alt: 'Trang tiến trình mở bằng mã QR: đã tiếp nhận, chờ ký, chờ đóng dấu, hạn trả.',
    title: 'Theo dõi bằng mã QR',
    text: 'Quét mã QR trên giấy tiếp nhận để biết hồ sơ đang ở bước nào và bao giờ có kết quả. Không cần đăng nhập.',
  },
  {
    picture: 'my-copies',
    alt: 'Trang Bản sao của tôi: tên giấy tờ, số chứng thực, nút tải xuống.',
    title: 'Nhận bản sao',
    text: 'Bản sao đến theo thư điện tử; nếu có tài khoản, tải ở trang Bản sao của tôi. Giữ nguyên tệp PDF: in ra hay lưu lại bằng phần mềm khác làm mất giá trị của chữ ký số.',
  },
  {
    picture: 'verify',
    alt: 'Trang kiểm tra bản sao: chọn tệp PDF, kết quả là một câu và năm điểm kiểm tra.',
    title: 'Nơi nhận kiểm tra bản sao',
    text: 'Ai nhận bản sao cũng tự kiểm tra được, không cần tài khoản: chọn tệp PDF hoặc quét mã QR trên trang lời chứng.',
  },
];
