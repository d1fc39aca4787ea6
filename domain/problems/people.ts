import type { ProblemText } from '../problem-text';

/** Who may come in, and what they may do. */
export const peopleProblems = {
  'sign-in-failed': {
    status: 401,
    vi: 'Tên đăng nhập hoặc mật khẩu không đúng. Thử lại, hoặc nhờ quản trị viên cấp lại mật khẩu.',
    en: 'The user name or password is wrong. Try again, or ask your administrator for a new password.',
  },
  'sign-in-needed': {
    status: 401,
    vi: 'Bạn chưa đăng nhập hoặc phiên đã hết hạn. Đăng nhập lại rồi làm tiếp.',
    en: 'You are not signed in, or the session ended. Sign in and go on.',
  },
  'right-missing': {
    status: 403,
    vi: 'Tài khoản của bạn không có quyền này ở đơn vị của hồ sơ. Liên hệ quản trị viên đơn vị.',
    en: 'Your account lacks this right in the office of the dossier. Ask the administrator of the office.',
  },
  'csrf-token-invalid': {
    status: 403,
    vi: 'Yêu cầu không đến từ trang của phiên này. Tải lại trang rồi thử lại.',
    en: 'The request did not come from a page of this session. Reload the page and try again.',
  },
  'sign-in-throttled': {
    status: 429,
    vi: 'Đăng nhập sai quá nhiều lần. Chờ {retryAfterSeconds} giây rồi thử lại, hoặc dùng trình duyệt mà bạn đã từng đăng nhập; nếu quên mật khẩu, nhờ quản trị viên cấp lại.',
    en: 'Too many failed sign-ins. Wait {retryAfterSeconds} seconds and try again, or use a browser that you signed in from before; ask your administrator for a new password if you forgot yours.',
  },
  'office-unknown': {
    status: 404,
    vi: 'Tài khoản của bạn không thuộc đơn vị này. Chọn một đơn vị trong danh sách của bạn.',
    en: 'Your account does not belong to this office. Choose one of your own.',
  },
  'look-ups-too-many': {
    status: 429,
    vi: 'Bạn đã tra cứu quá nhiều người trong một phút. Chờ {retryAfterSeconds} giây rồi tra tiếp, hoặc nhập họ tên và email của người yêu cầu.',
    en: 'You looked up too many people within a minute. Wait {retryAfterSeconds} seconds, or enter the name and e-mail of the requester.',
  },
  'requester-unknown': {
    status: 404,
    vi: 'Không có tài khoản với số này. Kiểm tra lại số, hoặc nhập họ tên và email của người yêu cầu.',
    en: 'There is no account with this number. Check it, or enter the name and e-mail of the requester.',
  },
} satisfies Record<string, ProblemText>;
