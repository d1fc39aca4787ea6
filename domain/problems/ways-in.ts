import type { ProblemText } from '../problem-text';

/** One-time codes, forgotten passwords, accounts that citizens make or have made. */
export const waysInProblems = {
  'code-wrong': {
    status: 401,
    vi: 'Mã không đúng, đã hết hạn, đã dùng hoặc đã có mã mới hơn. Nhập mã trong tin nhắn mới nhất, hoặc bấm “Gửi lại mã”.',
    en: 'The code is wrong, over, used, or a newer one was sent. Enter the newest one, or have another sent.',
  },
  'code-throttled': {
    status: 429,
    vi: 'Nhập sai mã quá nhiều lần. Chờ {retryAfterSeconds} giây rồi bấm “Gửi lại mã”.',
    en: 'Too many wrong codes. Wait {retryAfterSeconds} seconds and have another sent.',
  },
  'codes-too-many': {
    status: 429,
    vi: 'Vừa gửi mã rồi, hoặc đã gửi quá nhiều mã trong một giờ. Chờ {retryAfterSeconds} giây rồi bấm gửi lại; mã đã nhận vẫn dùng được trong thời hạn của nó.',
    en: 'A code was just sent, or too many within an hour. Wait {retryAfterSeconds} seconds; the one that came still holds for its minutes.',
  },
  'code-unreachable': {
    status: 409,
    vi: 'Chưa gửi được mã đến tài khoản này: tài khoản không có số điện thoại, hoặc hệ thống chưa nối với cổng tin nhắn. Mang thẻ căn cước đến bộ phận một cửa để được giúp.',
    en: 'No code can reach this account: it has no number, or no gateway is set. The one-stop desk helps.',
  },
  'proof-needed': {
    status: 403,
    vi: 'Trình duyệt cần tính một bước kiểm tra chống gửi tự động. Để trang tự làm rồi gửi lại; nếu vẫn thấy dòng này, tải lại trang.',
    en: 'A proof of work is needed, once for each request. Solve GET /api/proof-of-work and send it as “proof”.',
  },
  'registration-closed': {
    status: 403,
    vi: 'Không còn tự đăng ký tài khoản theo cách này. Đăng nhập bằng tài khoản định danh điện tử, hoặc mang thẻ căn cước đến bộ phận một cửa.',
    en: 'Accounts are no longer made this way. Use the electronic identity, or the one-stop desk.',
  },
  'subscriber-unavailable': {
    status: 503,
    vi: 'Chưa kiểm tra được số điện thoại là chính chủ. Thử lại sau ít phút; nội dung đã nhập vẫn còn.',
    en: 'Whose the number is could not be found out. Try again in a few minutes.',
  },
  'number-not-own': {
    status: 403,
    vi: 'Số điện thoại này không đăng ký chính chủ với số CCCD/CMND đã nhập. Dùng số chính chủ, hoặc mang thẻ căn cước đến bộ phận một cửa.',
    en: 'The number is not registered in the name of the holder of this identity paper. Use one’s own, or the one-stop desk.',
  },
  'office-not-desk': {
    status: 403,
    vi: 'Chỉ đơn vị có tên chứa “Bộ phận Một cửa” được tạo tài khoản công dân. Chọn đúng đơn vị, hoặc nhờ quản trị viên sửa tên đơn vị hay gán bạn vào Bộ phận Một cửa.',
    en: 'Only an office whose name holds “Bộ phận Một cửa” opens accounts for citizens. Choose that one, or ask the administrator.',
  },
  'right-not-at-desk': {
    status: 409,
    vi: '“Quyền tạo tài khoản cho công dân” chỉ gán được ở đơn vị có tên chứa “Bộ phận Một cửa”. Chọn đơn vị đó, hoặc sửa tên đơn vị trước.',
    en: 'The right to open accounts is given only in an office whose name holds “Bộ phận Một cửa”.',
  },
  'citizen-has-account': {
    status: 409,
    vi: 'Số CCCD/CMND này đã có tài khoản. Báo cho công dân biết và không tạo mới; quên mật khẩu thì dùng “Quên mật khẩu” ở trang đăng nhập.',
    en: 'This number has an account. Tell the citizen, and make no other; “Quên mật khẩu” helps who forgot.',
  },
  'identity-scan-unsuitable': {
    status: 422,
    vi: 'Tệp quét CCCD/CMND không dùng được: phải là một tệp doc, docx hoặc pdf, không có macro, không quá {megabytes} MB. Quét cả hai mặt vào một tệp rồi chọn lại.',
    en: 'The scan of the identity paper must be one doc, docx or pdf without macros, of at most {megabytes} MB.',
  },
  'passkey-unknown': {
    status: 404,
    vi: 'Tài khoản của bạn không có khóa bảo mật này. Nhập mã trên ứng dụng xác thực, hoặc tải lại trang để xem các khóa đang có.',
    en: 'Your account has no such passkey. Enter a code of your authenticator program.',
  },
  'passkey-refused': {
    status: 401,
    vi: 'Khóa bảo mật không được nhận: không phải khóa của tài khoản này, đã quá 5 phút, hoặc trả lời đã dùng rồi. Thử lại, hoặc nhập mã trên ứng dụng xác thực.',
    en: 'The passkey was not taken: it is another account’s, took more than 5 minutes, or was used. Try again, or enter a code.',
  },
} satisfies Record<string, ProblemText>;
