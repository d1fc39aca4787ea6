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
  'sign-in-expired': {
    status: 401,
    vi: 'Đã quá 5 phút từ lúc nhập mật khẩu, hoặc bước này mở ở trình duyệt khác. Nhập lại tên đăng nhập và mật khẩu.',
    en: 'More than 5 minutes passed since the password, or it was given in another browser. Enter name and password again.',
  },
  'second-factor-wrong': {
    status: 401,
    vi: 'Mã xác thực không đúng, đã dùng rồi hoặc đã hết hạn. Chờ mã mới hiện trên ứng dụng rồi nhập lại; mất điện thoại thì nhập một mã khôi phục, hết cả mã thì nhờ quản trị viên.',
    en: 'The code is wrong, was used or has expired. Wait for the next one of your program; without it, enter a recovery code.',
  },
  'second-factor-throttled': {
    status: 429,
    vi: 'Nhập sai mã xác thực quá nhiều lần. Chờ {retryAfterSeconds} giây rồi thử lại.',
    en: 'Too many wrong codes. Wait {retryAfterSeconds} seconds and try again.',
  },
  'step-up-needed': {
    status: 403,
    vi: 'Việc này cần xác nhận lại là bạn. Nhập mã trên ứng dụng xác thực rồi làm tiếp.',
    en: 'This act needs you to confirm that it is you. Enter the code of your authenticator program.',
  },
  'second-factor-needed': {
    status: 403,
    vi: 'Quy định của đơn vị buộc dùng xác thực hai lớp cho việc này. Mở “Xác thực hai lớp” ở góc trên bên phải để bật, rồi làm lại.',
    en: 'The rules require a second factor for this. Set one up under “Xác thực hai lớp” and try again.',
  },
  'second-factor-present': {
    status: 409,
    vi: 'Xác thực hai lớp đang bật. Muốn dùng điện thoại khác, tắt đi rồi bật lại.',
    en: 'A second factor is set up. To use another phone, remove it and set it up anew.',
  },
  'second-factor-absent': {
    status: 409,
    vi: 'Tài khoản của bạn chưa bật xác thực hai lớp. Mở “Xác thực hai lớp” để bật.',
    en: 'Your account has no second factor. Set one up first.',
  },
  'second-factor-kept': {
    status: 409,
    vi: 'Quy định của đơn vị buộc dùng xác thực hai lớp nên không tắt được. Mất điện thoại thì nhờ quản trị viên.',
    en: 'The rules require a second factor, so it cannot be removed. Ask your administrator if your phone is lost.',
  },
  'second-factor-not-offered': {
    status: 409,
    vi: 'Đơn vị không dùng xác thực hai lớp. Liên hệ quản trị viên nếu bạn cần.',
    en: 'The rules offer no second factor. Ask your administrator if you need one.',
  },
  'password-wrong': {
    status: 403,
    vi: 'Mật khẩu không đúng. Nhập lại mật khẩu mà bạn đăng nhập.',
    en: 'The password is wrong. Enter the one that you sign in with.',
  },
  'session-unknown': {
    status: 404,
    vi: 'Phiên này không còn nữa: đã kết thúc hoặc đã hết hạn. Tải lại danh sách để xem các phiên còn mở.',
    en: 'There is no such session any more: it ended. Reload the list to see those that are open.',
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
