import type { ProblemText } from '../problem-text';

/** A part that Sao Y stands on does not answer, or the request itself cannot be taken. */
export const platformProblems = {
  'database-unavailable': {
    status: 503,
    vi: 'Cơ sở dữ liệu tạm thời không trả lời. Nội dung bạn nhập vẫn còn; thử lại sau ít giây.',
    en: 'The database does not answer for now. What you typed is kept; try again in a few seconds.',
  },
  'database-busy': {
    status: 503,
    vi: 'Cơ sở dữ liệu đang bận. Việc chưa được ghi nhận; thử lại sau ít giây.',
    en: 'The database is busy. Nothing was recorded; try again in a few seconds.',
  },
  'process-unavailable': {
    status: 503,
    vi: 'Bộ máy xử lý hồ sơ tạm thời không trả lời. Việc chưa được ghi nhận; thử lại sau ít giây.',
    en: 'The process engine does not answer for now. Nothing was recorded; try again in a few seconds.',
  },
  'idempotency-key-missing': {
    status: 400,
    vi: 'Thiếu tiêu đề Idempotency-Key. Gửi lại với một khóa riêng cho thao tác này.',
    en: 'The Idempotency-Key header is missing. Send again with a key of its own for this action.',
  },
  'idempotency-key-reused': {
    status: 422,
    vi: 'Thao tác này đã được gửi một lần với nội dung khác. Tải lại trang rồi làm lại.',
    en: 'This Idempotency-Key was used for another request. Use a new key.',
  },
  'range-unsatisfiable': {
    status: 416,
    vi: 'Phần được hỏi nằm ngoài tệp ({bytes} byte). Tải lại tệp từ đầu.',
    en: 'The part that was asked for lies outside the file ({bytes} bytes). Download the file from its beginning.',
  },
  'not-found': {
    status: 404,
    vi: 'Không có địa chỉ này.',
    en: 'There is nothing at this address.',
  },
  'body-not-json': {
    status: 415,
    vi: 'Nội dung gửi lên phải là JSON và khai Content-Type: application/json. Sửa rồi gửi lại.',
    en: 'The body must be JSON, declared as Content-Type: application/json. Correct it and send again.',
  },
  'request-too-large': {
    status: 413,
    vi: 'Nội dung gửi lên quá lớn (tối đa {bytesMax} byte). Rút gọn rồi gửi lại.',
    en: 'The request is too large (at most {bytesMax} bytes). Shorten it and send again.',
  },
  'request-too-slow': {
    status: 408,
    vi: 'Đường truyền quá chậm nên chưa nhận được hết nội dung gửi lên. Kiểm tra mạng rồi gửi lại.',
    en: 'The line is too slow: not everything you sent arrived. Check the network and send again.',
  },
  'streams-too-many': {
    status: 429,
    vi: 'Phiên này đã mở quá nhiều thẻ (tối đa {max}). Đóng bớt thẻ rồi tải lại trang.',
    en: 'This session has too many tabs open (at most {max}). Close some and reload the page.',
  },
  'server-busy': {
    status: 503,
    vi: 'Máy chủ đang xử lý nhiều yêu cầu cùng lúc. Chờ {retryAfterSeconds} giây rồi gửi lại.',
    en: 'The server is working on many requests. Wait {retryAfterSeconds} seconds and send again.',
  },
  'verification-too-costly': {
    status: 422,
    vi: 'Tệp này đòi hỏi quá nhiều thời gian hoặc bộ nhớ để kiểm tra; bản sao thật không như vậy. Không dùng tệp này.',
    en: 'This file takes too much time or memory to verify; no true copy does. Do not use it.',
  },
  'scan-unknown': {
    status: 404,
    vi: 'Hồ sơ này chưa có bản quét.',
    en: 'This dossier has no scan yet.',
  },
  'copy-unknown': {
    status: 404,
    vi: 'Chưa có bản sao chứng thực ở địa chỉ này. Kiểm tra lại mã, hoặc chờ đến khi bản sao được gửi.',
    en: 'There is no certified copy here. Check the code, or wait until the copy is delivered.',
  },
  'copy-not-ready': {
    status: 404,
    vi: 'Bản sao này chưa có: cơ quan còn đang giải quyết hồ sơ. Mở lại trang này sau khi nhận được kết quả.',
    en: 'This copy is not ready yet: the office is still working on it. Come back when you have the result.',
  },
  'copy-not-made': {
    status: 404,
    vi: 'Hồ sơ này đã kết thúc mà không có bản sao chứng thực. Hỏi bộ phận một cửa nơi đã nộp để biết lý do.',
    en: 'This dossier ended without a certified copy. Ask the office where it was handed in for the reason.',
  },
  'copy-revoked': {
    status: 409,
    vi: 'Bản sao này đã bị thu hồi từ trước. Mở lại hồ sơ để xem quyết định.',
    en: 'This copy is revoked already. Open the dossier again to see the decision.',
  },
  'internal-error': {
    status: 500,
    vi: 'Lỗi ngoài dự kiến (mã {incident}). Đã được ghi lại; báo mã này cho quản trị viên.',
    en: 'An unexpected error (incident {incident}). It was recorded; give this code to the administrator.',
  },
  'setting-invalid': {
    status: 500,
    vi: 'Thiếu hoặc sai thiết đặt {name}: {reason}',
    en: 'The setting {name} is missing or wrong: {reason}',
  },
  'storage-full': {
    status: 503,
    vi: 'Kho tệp của máy chủ đã hết chỗ nên chưa lưu được. Báo quản trị viên giải phóng dung lượng, rồi làm lại; hồ sơ vẫn giữ nguyên.',
    en: 'The content store has no room left, so nothing was kept. Have the administrator free some, then do it again; the dossier is as it was.',
  },
  'storage-unavailable': {
    status: 503,
    vi: 'Kho tệp của máy chủ tạm thời không đọc hoặc ghi được. Thử lại sau ít phút; nếu vẫn vậy, báo quản trị viên; hồ sơ vẫn giữ nguyên.',
    en: 'The content store cannot be read or written for now. Try again in a few minutes; tell the administrator if it stays so; the dossier is as it was.',
  },
  'content-missing': {
    status: 500,
    vi: 'Kho tệp không có nội dung {hash}. Báo quản trị viên khôi phục từ bản sao lưu.',
    en: 'The content store has nothing under {hash}. Have the administrator restore it from a backup.',
  },
  'content-damaged': {
    status: 500,
    vi: 'Nội dung {hash} trong kho tệp không còn nguyên vẹn. Báo quản trị viên khôi phục từ bản sao lưu.',
    en: 'The content stored under {hash} is damaged. Have the administrator restore it from a backup.',
  },
  'mail-refused': {
    status: 503,
    vi: 'Địa chỉ email của người yêu cầu bị từ chối nhiều lần. Hỏi lại người yêu cầu, sửa địa chỉ rồi gửi lại.',
    en: "The requester's address was refused several times. Ask the requester, correct it and send again.",
  },
  'mail-address-refused': {
    status: 503,
    vi: 'Địa chỉ email của người yêu cầu bị từ chối. Hệ thống sẽ thử lại trong vài giờ tới; nếu địa chỉ sai, sửa và gửi lại ngay.',
    en: "The requester's address was refused. It is tried again over the next hours; if it is wrong, correct it and send again now.",
  },
  'mail-recipient-busy': {
    status: 503,
    vi: 'Máy chủ thư của người yêu cầu tạm thời chưa nhận thư. Hệ thống tự thử lại; nếu địa chỉ sai, sửa và gửi lại ngay.',
    en: "The requester's mail server puts the mail off. It is tried again by itself; if the address is wrong, correct it and send again now.",
  },
  'mail-put-off': {
    status: 503,
    vi: 'Máy chủ thư của người yêu cầu chưa nhận thư suốt nhiều giờ. Kiểm tra lại địa chỉ với người yêu cầu rồi gửi lại.',
    en: "The requester's mail server has put the mail off for hours. Check the address with the requester and send again.",
  },
  'mail-uncertain': {
    status: 503,
    vi: 'Thư có thể đã được gửi: máy chủ thư nhận xong thư nhưng chưa xác nhận. Hỏi người yêu cầu; nếu chưa nhận được, gửi lại.',
    en: 'The mail has perhaps been sent: the mail server had all of it and did not confirm. Ask the requester; if it did not arrive, send again.',
  },
  'mail-sent': {
    status: 409,
    vi: 'Thư của hồ sơ này đã được gửi, hoặc đang được gửi ngay lúc này. Tải lại để xem tình trạng.',
    en: "This dossier's mail is sent, or is being sent at this moment. Load the page again to see.",
  },
  'notice-sent': {
    status: 409,
    vi: 'Thông báo này đã được gửi, hoặc đang được gửi ngay lúc này. Tải lại để xem tình trạng.',
    en: 'This notice is sent, or is being sent at this moment. Load the page again to see.',
  },
  'notice-unknown': {
    status: 404,
    vi: 'Không có thông báo này trong cơ quan của bạn. Mở lại danh sách thông báo.',
    en: 'There is no such notice in your offices. Open the list of notices again.',
  },
  'mail-unavailable': {
    status: 503,
    vi: 'Máy chủ gửi thư của cơ quan chưa nhận thư; không phải lỗi của địa chỉ. Thư được giữ lại và tự gửi khi máy chủ nhận.',
    en: 'Our mail server did not take the mail; the address is not at fault. The mail is kept and sent when the server takes it.',
  },
  'copy-link-unknown': {
    status: 404,
    vi: 'Liên kết không đúng, đã hết hạn hoặc bản sao đã bị thu hồi. Liên hệ cơ quan đã cấp bản sao để nhận liên kết mới.',
    en: 'This link is wrong, has ended, or its copy was revoked. Ask the office that issued the copy for a new one.',
  },
  'step-unanswered': {
    status: 503,
    vi: 'Bước này chưa có kết quả trong thời gian cho phép. Hệ thống tự thử lại; nếu lặp lại, báo quản trị viên.',
    en: 'This step gave no result in its time. It is tried again; if it stays, tell the administrator.',
  },
  'token-process-absent': {
    status: 503,
    vi: 'Tiến trình giữ token không trả lời nên chưa ký. Nhập lại PIN và thử lại sau ít giây.',
    en: 'The token process does not answer, so nothing was signed. Type the PIN and try again shortly.',
  },
} satisfies Record<string, ProblemText>;
