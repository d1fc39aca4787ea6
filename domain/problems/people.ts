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
  'provider-unset': {
    status: 404,
    vi: 'Hệ thống này không đăng nhập qua tài khoản định danh. Đăng nhập bằng số CCCD và mật khẩu.',
    en: 'No provider of identities is set here. Sign in by name and password.',
  },
  'provider-unavailable': {
    status: 503,
    vi: 'Chưa kết nối được với nơi cấp tài khoản định danh. Thử lại sau ít phút, hoặc đăng nhập bằng mật khẩu.',
    en: 'The provider of identities does not answer. Try again in a few minutes, or use your password.',
  },
  'provider-denied': {
    status: 403,
    vi: 'Bạn đã từ chối đăng nhập ở trang định danh. Bấm đăng nhập lại nếu muốn vào.',
    en: 'You refused at the provider. Sign in again if you want to come in.',
  },
  'provider-answer-refused': {
    status: 401,
    vi: 'Trả lời của nơi cấp tài khoản định danh không hợp lệ nên không dùng được. Bấm đăng nhập lại từ đầu.',
    en: 'The answer of the provider did not hold. Sign in again from the start.',
  },
  'provider-request-unknown': {
    status: 401,
    vi: 'Lần đăng nhập này đã dùng rồi, đã quá 10 phút hoặc mở ở trình duyệt khác. Bấm đăng nhập lại từ đầu.',
    en: 'This sign-in was used, took more than 10 minutes or began in another browser. Start again.',
  },
  'provider-level-low': {
    status: 403,
    vi: 'Tài khoản định danh của bạn chưa đạt mức {level}. Nâng mức ở cơ quan công an hoặc trên ứng dụng định danh, rồi đăng nhập lại.',
    en: 'Your identity is proven to a lower level than {level}. Raise it with the provider and sign in again.',
  },
  'provider-account-unknown': {
    status: 403,
    vi: 'Số định danh của bạn chưa có tài khoản ở đây. Mang thẻ căn cước đến bộ phận một cửa để được mở.',
    en: 'There is no account for your personal number here. Have one opened at the one-stop desk.',
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
  'office-closed': {
    status: 409,
    vi: 'Đơn vị này đã hết hiệu lực. Làm tiếp ở đơn vị kế thừa của nó.',
    en: 'This office stands no more. Go on in its successor.',
  },
  'office-code-taken': {
    status: 409,
    vi: 'Mã định danh {code} đã thuộc một đơn vị khác. Kiểm tra lại mã.',
    en: 'The identifier {code} is another office’s. Check it.',
  },
  'office-in-use': {
    status: 409,
    vi: 'Đơn vị còn {dossiers} hồ sơ đang xử lý, {children} đơn vị cấp dưới và {rights} quyền đang có hiệu lực. Sáp nhập vào đơn vị kế thừa, hoặc kết thúc các việc này trước.',
    en: 'The office still has {dossiers} open dossiers, {children} offices below it and {rights} rights in force. Merge it into a successor, or end these first.',
  },
  'office-too-deep': {
    status: 409,
    vi: 'Cây đơn vị chỉ có tối đa {max} cấp. Thêm đơn vị ở cấp cao hơn.',
    en: 'The tree has {max} levels at most. Add the office further up.',
  },
  'merge-within-branch': {
    status: 409,
    vi: 'Không thể sáp nhập một đơn vị vào chính nó hoặc vào cấp dưới của nó. Chọn đơn vị kế thừa khác.',
    en: 'An office is not merged into itself or into one below it. Choose another successor.',
  },
  'person-unknown': {
    status: 404,
    vi: 'Không có người này trong các đơn vị bạn quản trị. Tìm theo số CMND/CCCD hoặc số điện thoại để thêm vào đơn vị.',
    en: 'Nobody in the offices that you administer is this person. Find them by identifier or phone number to add them.',
  },
  'person-taken': {
    status: 409,
    vi: 'Đã tồn tại tài khoản với tên đăng nhập hoặc số CMND/CCCD này. Tìm tài khoản đó rồi thêm vào đơn vị.',
    en: 'There is an account with this user name or identifier. Find it, and add it to the office.',
  },
  'person-out-of-reach': {
    status: 403,
    vi: 'Người này giữ quyền mà bạn không được gán, nên bạn không sửa được tài khoản. Nhờ quản trị cấp trên.',
    en: 'This person holds a right that you may not give, so you cannot change the account. Ask the administrator above you.',
  },
  'member-has-rights': {
    status: 409,
    vi: 'Người này còn {count} quyền ở đơn vị. Kết thúc các quyền đó trước khi xóa khỏi đơn vị.',
    en: 'This person still has {count} rights in the office. End these first.',
  },
  'right-not-yours': {
    status: 403,
    vi: 'Bạn chỉ gán hoặc kết thúc được quyền mình được trao để gán, cho người khác, ở đơn vị mình quản trị hoặc cấp dưới; quyền quản trị chỉ ở cấp dưới. Nhờ quản trị cấp trên.',
    en: 'You give and end only rights that you were given to pass on, for others, in your branch; to administer only strictly below. Ask the administrator above you.',
  },
  'right-held': {
    status: 409,
    vi: 'Người này đã có quyền đó ở đơn vị trong thời gian này. Kết thúc quyền cũ trước nếu muốn đổi thời hạn.',
    en: 'This person has that right in the office at that time. End the old one first to change its time.',
  },
  'right-full': {
    status: 409,
    vi: 'Mỗi quyền chứng thực ở một đơn vị chỉ gán cho tối đa {max} người cùng lúc, và đơn vị đã đủ. Kết thúc quyền của một người trước.',
    en: 'Of each certifying right an office has {max} holders at most at a time, and it has them. End one first.',
  },
  'right-unknown': {
    status: 404,
    vi: 'Không có quyền này. Tải lại trang để xem các quyền hiện có.',
    en: 'There is no such right. Reload the page.',
  },
  'password-change-needed': {
    status: 403,
    vi: 'Mật khẩu của bạn do người khác cấp. Đổi mật khẩu rồi làm tiếp.',
    en: 'Somebody else gave you your password. Change it, and go on.',
  },
  'password-short': {
    status: 422,
    vi: 'Mật khẩu mới cần ít nhất {min} ký tự. Một câu ngắn dễ nhớ là tốt nhất.',
    en: 'The new password needs {min} characters at least. A short sentence does best.',
  },
  'password-common': {
    status: 422,
    vi: 'Mật khẩu mới quá dễ đoán: chỉ gồm từ, số hoặc dãy phím thường gặp. Chọn một câu của riêng bạn.',
    en: 'The new password is guessed easily: it is made of common words, numbers or keys. Choose a sentence of your own.',
  },
  'password-own': {
    status: 422,
    vi: 'Mật khẩu mới gần như là tên của bạn. Chọn một câu khác.',
    en: 'The new password is little more than your name. Choose another.',
  },
  'table-unreadable': {
    status: 422,
    vi: 'Không đọc được bảng trong tệp. Dùng tệp Excel (.xlsx) hoặc CSV (UTF-8) có dòng tiêu đề: {columns}.',
    en: 'The file holds no table that can be read. Use Excel (.xlsx) or CSV (UTF-8) with the heads: {columns}.',
  },
  'table-too-large': {
    status: 413,
    vi: 'Tệp quá lớn: nhiều nhất {rowsMax} dòng. Chia thành nhiều tệp.',
    en: 'The file is too large: {rowsMax} rows at most. Split it.',
  },
  'table-faulty': {
    status: 422,
    vi: '{count} dòng còn lỗi nên chưa nhập dòng nào. Xem trước, sửa các dòng được nêu rồi nhập lại.',
    en: '{count} rows are faulty, so none was taken over. Preview, mend the rows that are named, and try again.',
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
