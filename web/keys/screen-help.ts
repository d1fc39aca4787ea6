/** What each screen is for and how its work goes, by the first part of its address. */
const screens: Record<string, readonly string[]> = {
  counter: [
    'Tiếp nhận bản chính của một người: bản quét ở bên trái, thông tin ở bên phải theo thứ tự trao đổi tại quầy.',
    'Chọn căn cứ từ chối thì nút chính đổi thành “Từ chối”. Xong một hồ sơ, màn hình sẵn sàng cho người tiếp theo.',
  ],
  'work/create': ['Hồ sơ đã tiếp nhận, chưa trình ký. Đính kèm bản quét còn thiếu rồi trình ký.'],
  'work/returned': [
    'Hồ sơ lãnh đạo hoặc văn thư trả lại. Xem lý do, sửa rồi trình ký lại, hoặc hủy hồ sơ.',
  ],
  'work/sign': [
    'Bản sao chờ lãnh đạo ký. So bản quét với trang lời chứng, rồi ký số hoặc trả lại kèm lý do.',
    'Chọn nhiều hồ sơ đã mở xem để ký một lượt bằng một mã PIN.',
  ],
  'work/seal': [
    'Bản sao lãnh đạo đã ký. Cấp số và đóng dấu trong một việc; hệ thống tự gửi cho người yêu cầu.',
  ],
  'work/open': ['Mọi hồ sơ đang giải quyết của cơ quan, hồ sơ còn ít thời gian nhất đứng đầu.'],
  'work/all': ['Tìm và theo dõi mọi hồ sơ của cơ quan; mở một hồ sơ để xem tiến trình và giấy tờ.'],
  supervision: ['Hồ sơ đang ở đâu, hồ sơ nào sắp trễ, và việc cần làm: nhắc, giao lại, kéo dài.'],
  forecast: ['Thử trước: bớt người, thêm ngày nghỉ, đổi thời gian của bước thì hồ sơ nào sẽ trễ.'],
  reports: ['Lập báo cáo theo kỳ, xem trên trang rồi tải Excel hoặc PDF.'],
  letters: ['Phiếu hẹn và thư xin lỗi soạn sẵn: xem lại, in và phát hành.'],
  books: ['Sổ chứng thực: mở sổ, xem từng số, in và xuất Excel.'],
  notices: ['Những gì hệ thống báo cho bạn, và thư chưa tới nơi cần gửi lại.'],
  offices: ['Cây đơn vị: thêm, sửa, sáp nhập đơn vị thuộc quyền của bạn.'],
  people: ['Người dùng và quyền. Khi một người nghỉ, giao lại việc họ đang giữ ở đây.'],
  audit: ['Ai đã làm gì, lúc nào; tìm theo ngày, việc, người, hồ sơ.'],
};

/** In whole sentences; empty where the screen explains itself. @param path of the page's address */
export function screenHelp(path: string): readonly string[] {
  const [first = '', second = ''] = path.split('/').filter(Boolean);
  return screens[`${first}/${second}`] ?? screens[first] ?? [];
}
