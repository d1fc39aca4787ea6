import type { ProblemText } from '../problem-text';

/** What can go wrong on a dossier's way. */
export const dossierProblems = {
  'dossier-unknown': {
    status: 404,
    vi: 'Không tìm thấy hồ sơ này trong đơn vị của bạn. Kiểm tra lại mã hồ sơ.',
    en: 'There is no such dossier in your office. Check its code.',
  },
  'dossier-out-of-turn': {
    status: 409,
    vi: 'Hồ sơ đang ở bước “{stage}”, chưa làm được việc này. Tải lại để xem bước hiện tại.',
    en: 'The dossier stands at “{stage}” and this cannot be done now. Reload to see where it is.',
  },
  'filter-unknown': {
    status: 404,
    vi: 'Không tìm thấy bộ lọc này, hoặc đó không phải bộ lọc của bạn. Tải lại danh sách bộ lọc.',
    en: 'There is no such filter, or it is not yours. Load the filters again.',
  },
  'filters-too-many': {
    status: 409,
    vi: 'Mỗi người lưu nhiều nhất {max} bộ lọc. Xóa bộ lọc không dùng rồi lưu lại.',
    en: 'One saves {max} filters at most. Remove one that is not used.',
  },
  'letter-unknown': {
    status: 404,
    vi: 'Không tìm thấy phiếu hẹn hoặc thư xin lỗi này trong đơn vị của bạn. Tải lại danh sách.',
    en: 'There is no such letter in your office. Load the list again.',
  },
  'letter-issued': {
    status: 409,
    vi: 'Văn bản này đã phát hành nên không sửa được nữa. Cần nội dung khác thì lập văn bản mới.',
    en: 'This letter was issued and cannot be changed any more.',
  },
  'book-full': {
    status: 409,
    vi: 'Sổ {book} đã hết số: số tiếp theo là số đầu của sổ sau. Chọn sổ sau để cấp số.',
    en: 'Book {book} is full: the next number is the first one of the next book. Choose that one.',
  },
  'book-year-closed': {
    status: 409,
    vi: 'Sổ {book} đã khóa nên không cấp thêm số và không sửa được. Cấp số ở sổ đang mở; hồ sơ qua năm mới lấy số ở sổ năm sau.',
    en: 'Book {book} was closed: it gives no more numbers and cannot be changed. Take an open book; after New Year, next year’s.',
  },
  'book-not-ended': {
    status: 409,
    vi: 'Sổ {book} còn mở đến hết ngày {day}. Khóa sổ từ ngày đó, hoặc sửa ngày đóng sổ trước.',
    en: 'Book {book} is open until {day}. Close it from that day on, or change its closing day first.',
  },
  'book-number-waiting': {
    status: 409,
    vi: 'Sổ {book} còn {count} số đã cấp mà hồ sơ chưa đóng dấu xong. Hoàn thành hoặc hủy các hồ sơ đó rồi khóa sổ.',
    en: '{count} numbers of book {book} belong to dossiers that are not sealed yet. Finish or cancel them first.',
  },
  'book-totals-changed': {
    status: 409,
    vi: 'Số liệu của sổ đã thay đổi sau khi bạn xem. Xem lại số liệu rồi xác nhận.',
    en: 'The totals changed after you saw them. Look at them again, then confirm.',
  },
  'book-export-unknown': {
    status: 404,
    vi: 'Không tìm thấy lượt xuất sổ này trong đơn vị. Xuất lại từ trang “Sổ chứng thực”.',
    en: 'There is no such export in this office. Ask for the book again.',
  },
  'book-export-not-ready': {
    status: 409,
    vi: 'Tệp của lượt xuất này chưa có, hoặc đã được thay bằng lượt xuất sau. Chờ xuất xong, hoặc xuất lại.',
    en: 'The file of this export is not there yet, or a later one took its place. Wait, or ask again.',
  },
  'book-line-unknown': {
    status: 404,
    vi: 'Không có số này trong sổ. Tải lại sổ rồi chọn dòng cần đính chính.',
    en: 'There is no such number in the book. Load it again and choose the line.',
  },
  'correction-empty': {
    status: 422,
    vi: 'Nội dung đúng giống hệt nội dung đang có trong sổ. Ghi nội dung đúng khác đi, hoặc không đính chính.',
    en: 'The corrected value is the one that stands there. Write another one, or do not correct.',
  },
  'book-days-invalid': {
    status: 422,
    vi: 'Ngày mở và ngày đóng sổ phải cùng một năm, ngày mở không sau ngày đóng. Sửa lại hai ngày.',
    en: 'Opening and closing day must be of one year and in order. Correct them.',
  },
  'book-name-taken': {
    status: 409,
    vi: 'Năm {year} đã có sổ tên {name}. Đặt tên khác.',
    en: 'There is a book named {name} in {year}. Choose another name.',
  },
  'book-start-taken': {
    status: 409,
    vi: 'Số trong năm chạy liên tục: số ban đầu phải từ {least} trở lên, và không trùng số ban đầu của sổ khác.',
    en: 'Numbers run on through the year: begin at {least} or above, and not where another book does.',
  },
  'book-numbered': {
    status: 409,
    vi: 'Sổ đã cấp số nên không xóa được và chỉ đổi được ngày đóng, không sớm hơn hôm nay.',
    en: 'The book has given numbers: it cannot be deleted, and only its closing day moves, not before today.',
  },
  'register-behind': {
    status: 503,
    vi: 'Sổ {book} trong cơ sở dữ liệu thiếu số đã công bố (có thể vừa khôi phục từ bản sao lưu), nên tạm dừng cấp số. Báo quản trị hệ thống chạy lệnh “saoy register resume”; hồ sơ vẫn còn nguyên.',
    en: 'Book {book} lacks numbers that were shown (was the database restored?), so none is given. Have the administrator run “saoy register resume”; the dossier is kept.',
  },
  'register-not-shown': {
    status: 404,
    vi: 'Số này, hoặc phần này của sổ, chưa được công bố. Số vừa cấp sẽ có sau vài giây; nếu không, kiểm tra lại số và sổ.',
    en: 'This number, or this part of the book, was not shown. What was given just now is in a few seconds; else check number and book.',
  },
  'dossier-busy': {
    status: 409,
    vi: 'Một người khác đang xử lý chính hồ sơ này. Chờ vài giây rồi tải lại.',
    en: 'Somebody is acting on this very dossier. Wait a few seconds and reload.',
  },
  'visit-unknown': {
    status: 404,
    vi: 'Không tìm thấy lượt tiếp nhận này trong đơn vị của bạn. Bắt đầu một lượt mới.',
    en: 'There is no such visit in your office. Start a new one.',
  },
  'scan-missing': {
    status: 409,
    vi: 'Hồ sơ chưa có bản quét. Đính kèm bản quét của bản chính rồi trình ký.',
    en: 'The dossier has no scan yet. Attach the scan of the original, then submit.',
  },
  'scan-pages-differ': {
    status: 409,
    vi: 'Bản quét có {scanned} trang, bản chính khai {declared} trang. Đính kèm lại bản quét đủ trang, hoặc chọn lấy số trang theo bản quét, rồi trình ký.',
    en: 'The scan has {scanned} pages, {declared} were declared. Attach the scan again, or take the number of pages from the scan, then submit.',
  },
  'action-pending': {
    status: 503,
    vi: 'Việc đã được ghi nhận và đang tiếp tục chạy. Không cần làm lại; xem tiến trình của hồ sơ.',
    en: 'The action was taken and is still going on. Do not repeat it; watch the dossier.',
  },
  'ground-unknown': {
    status: 422,
    vi: 'Căn cứ “{ground}” không có trong quy định đang áp dụng. Chọn một căn cứ trong danh sách.',
    en: 'The ground “{ground}” is not in the policy in force. Choose one of the list.',
  },
  'book-unknown': {
    status: 422,
    vi: 'Không có sổ chứng thực này. Chọn một sổ đang mở của đơn vị.',
    en: 'There is no such book. Choose an open book of the office.',
  },
  'book-closed': {
    status: 422,
    vi: 'Sổ “{book}” không mở vào hôm nay. Chọn một sổ đang mở.',
    en: 'Book “{book}” is not open today. Choose one that is.',
  },
  'pin-used': {
    status: 422,
    vi: 'Mã PIN này đã dùng cho một lần ký rồi. Nhập lại PIN để ký.',
    en: 'This PIN was already used for one signature. Type it again to sign.',
  },
  'batch-unknown': {
    status: 404,
    vi: 'Không tìm thấy lượt ký hàng loạt này. Mở lại danh sách để xem các lượt của bạn.',
    en: 'There is no such batch of yours. Open the list again to see yours.',
  },
  'batch-stopped': {
    status: 409,
    vi: 'Chưa ký: lượt này dừng lại ở hồ sơ trước. Xem lý do ở đó, rồi ký lại các hồ sơ còn lại.',
    en: 'Not signed: the batch ended at a dossier before. See its reason, then sign the rest again.',
  },
  'dossier-not-opened': {
    status: 409,
    vi: 'Hồ sơ này bạn chưa mở xem. Mở xem bản quét rồi mới ký hàng loạt được.',
    en: 'You have not opened this dossier yet. Look at its scan before you sign it in a batch.',
  },
} satisfies Record<string, ProblemText>;
