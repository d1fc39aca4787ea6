import type { ProblemText } from '../problem-text';

/** What can go wrong with a token, its PIN and its certificate. */
export const tokenProblems = {
  'pin-wrong': {
    status: 422,
    vi: 'Mã PIN không đúng; còn {triesLeft} lần thử. Hệ thống không tự thử lại.',
    en: 'The PIN is wrong; {triesLeft} tries are left. It is never tried again by itself.',
  },
  'pin-expired': {
    status: 422,
    vi: 'Mã PIN đã nhập quá lâu nên không còn dùng được. Nhập lại mã PIN.',
    en: 'The PIN was entered too long ago. Enter it again.',
  },
  'pin-context-mismatch': {
    status: 422,
    vi: 'Mã PIN này được nhập cho việc khác. Tải lại trang rồi nhập lại mã PIN.',
    en: 'This PIN was entered for something else. Reload the page and enter it again.',
  },
  'pin-unreadable': {
    status: 422,
    vi: 'Không mở được mã PIN đã mã hóa. Tải lại trang rồi nhập lại mã PIN.',
    en: 'The encrypted PIN cannot be opened. Reload the page and enter it again.',
  },
  'token-absent': {
    status: 503,
    vi: 'Không thấy token “{token}”. Cắm lại token rồi bấm ký lần nữa.',
    en: 'Token “{token}” is not there. Plug it in again and repeat the action.',
  },
  'token-holder-missing': {
    status: 422,
    vi: 'Token “{token}” ở máy chủ chưa được khai báo là của ai. Nhờ quản trị viên khai báo ở màn hình “Đơn vị”, rồi ký lại.',
    en: 'Nobody has declared whose the token “{token}” at the server is. Have an administrator declare it on the page “Đơn vị”, then sign again.',
  },
  'token-of-another': {
    status: 422,
    vi: 'Token “{token}” ở máy chủ là của người khác. Ký bằng token của mình, hoặc nhờ quản trị viên xem lại khai báo ở màn hình “Đơn vị”.',
    en: 'The token “{token}” at the server is somebody else’s. Sign with your own, or have an administrator look at the page “Đơn vị”.',
  },
  'token-names-another': {
    status: 422,
    vi: 'Chứng thư trong token “{token}” mang tên “{subject}”, không phải tên của người hoặc đơn vị đang ký. Kiểm tra đúng token; nếu tên đã đổi thì xin cấp lại chứng thư.',
    en: 'The certificate in token “{token}” names “{subject}”, and not the person or office that signs. Check the token; where the name has changed, have the certificate issued anew.',
  },
  'token-holder-unfit': {
    status: 422,
    vi: 'Không khai báo được token này cho người đã chọn: {reason}.',
    en: 'This token cannot be declared to be that person’s: {reason}.',
  },
  'token-locked': {
    status: 422,
    vi: 'Token “{token}” đã bị khóa vì sai mã PIN nhiều lần. Mang token đến đơn vị cấp để mở khóa; mở xong, quản trị viên chạy “saoy token unlocked {token}” (token trên máy cán bộ: “sao-y-agent unlocked {token}”).',
    en: 'Token “{token}” is locked after too many wrong PINs. Have its issuer unlock it; then the administrator runs “saoy token unlocked {token}” (for a token in an officer’s computer: “sao-y-agent unlocked {token}”).',
  },
  'token-still-locked': {
    status: 409,
    vi: 'Token “{token}” vẫn báo mã PIN từng bị nhập sai hoặc đang khóa. Nhờ đơn vị cấp đặt lại mã PIN, cắm token vào rồi thử lại.',
    en: 'Token “{token}” still says that wrong PINs were put to it, or that it is locked. Have its issuer set the PIN anew, plug the token in and try again.',
  },
  'token-not-locked': {
    status: 409,
    vi: 'Token “{token}” không bị khóa nên không cần mở. Cứ nhập mã PIN để ký.',
    en: 'Token “{token}” is not locked. Just type the PIN to sign.',
  },
  'token-unknown': {
    status: 404,
    vi: 'Không có token tên “{token}”. Xem lại tên trong PKCS11_TOKENS.',
    en: 'There is no token “{token}”. Look at its name in PKCS11_TOKENS.',
  },
  'token-ambiguous': {
    status: 409,
    vi: 'Có nhiều token cùng tên “{token}”. Rút bớt, chỉ để lại token cần ký.',
    en: 'Several tokens are called “{token}”. Leave only the one to sign with.',
  },
  'token-key-missing': {
    status: 422,
    vi: 'Token “{token}” không có khóa của chứng thư đã đăng ký. Kiểm tra đúng token, hoặc đăng ký lại chứng thư.',
    en: 'Token “{token}” does not hold the key of the registered certificate. Check the token, or register its certificate anew.',
  },
  'token-key-mismatch': {
    status: 422,
    vi: 'Chữ ký từ token “{token}” không khớp chứng thư. Báo đơn vị cấp token kiểm tra lại.',
    en: 'What token “{token}” signed does not fit its certificate. Have its issuer check it.',
  },
  'token-failed': {
    status: 502,
    vi: 'Token báo lỗi {reason}. Rút ra, cắm lại rồi thử; nếu vẫn lỗi, báo quản trị viên mã lỗi này.',
    en: 'The token reports {reason}. Pull it out, put it back and try; if it stays, tell the administrator this code.',
  },
  'pin-count-unusable': {
    status: 500,
    vi: 'Máy chủ không đọc hoặc ghi được số lần thử PIN ({reason}) nên chưa hỏi token. Báo quản trị viên, rồi ký lại.',
    en: 'The server cannot read or write down how often PINs were tried ({reason}); the token was not asked. Tell the administrator, then sign again.',
  },
  'token-module-unusable': {
    status: 500,
    vi: 'Không dùng được thư viện PKCS#11 ({reason}). Kiểm tra PKCS11_MODULE và trình điều khiển token.',
    en: 'The PKCS#11 library cannot be used ({reason}). Check PKCS11_MODULE and the driver of the token.',
  },
  'agent-code-wrong': {
    status: 422,
    vi: 'Mã ghép không đúng. Xem lại mã trên trang web; sai nhiều lần thì mã bị hủy.',
    en: 'The pairing code is wrong. Look at the page again; after several wrong ones it is void.',
  },
  'agent-code-expired': {
    status: 422,
    vi: 'Mã ghép đã hết hạn hoặc đã dùng. Lấy mã mới trên trang web.',
    en: 'The pairing code has ended or was used. Get a new one from the page.',
  },
  'agent-unknown': {
    status: 401,
    vi: 'Máy này chưa được ghép hoặc đã bị gỡ. Ghép lại bằng mã mới trên trang web.',
    en: 'This computer is not paired, or no longer. Pair it again with a new code from the page.',
  },
  'agent-message-invalid': {
    status: 401,
    vi: 'Thông điệp không đúng chữ ký của bên kia nên bị bỏ. Kiểm tra địa chỉ máy chủ; nếu vẫn lỗi, ghép lại.',
    en: 'The message does not bear the signature of its sender and was dropped. Check the address of the server; if it stays, pair again.',
  },
  'agent-replayed': {
    status: 409,
    vi: 'Thông điệp này đã được dùng. Nếu lặp lại, có thể bản sao của máy ghép đang chạy nơi khác: gỡ ghép và báo quản trị viên.',
    en: 'This message was used before. If it recurs, a copy of this pairing may run elsewhere: remove the pairing and tell the administrator.',
  },
  'agent-request-closed': {
    status: 409,
    vi: 'Yêu cầu ký này đã xong hoặc đã hết hạn. Bấm ký lại trên trang web.',
    en: 'This request was answered or has ended. Sign again from the page.',
  },
  'agent-signature-invalid': {
    status: 422,
    vi: 'Chữ ký gửi về không phải của chứng thư đã đăng ký. Kiểm tra đúng token rồi ký lại.',
    en: 'The signature is not one of the registered certificate. Check the token and sign again.',
  },
  'agent-declined': {
    status: 409,
    vi: 'Người ký đã từ chối trên máy của mình. Hồ sơ vẫn chờ ký.',
    en: 'The signer declined on the computer. The dossier still awaits its signature.',
  },
  'agent-content-refused': {
    status: 422,
    vi: 'Nội dung máy chủ đưa ký không phải chữ ký tài liệu của chứng thư này nên bị từ chối. Báo quản trị viên.',
    en: 'What the server gave to sign is no document signature of this certificate and was refused. Tell the administrator.',
  },
  'agent-address-refused': {
    status: 422,
    vi: 'Địa chỉ máy chủ phải bắt đầu bằng https://. Xem lại địa chỉ trên trang web.',
    en: 'The address of the server must begin with https://. Look at the page again.',
  },
  'agent-line-down': {
    status: 503,
    vi: 'Chưa tới được máy chủ ({reason}). Kiểm tra mạng và địa chỉ máy chủ.',
    en: 'The server cannot be reached ({reason}). Check the network and the address of the server.',
  },
  'agent-server-untrusted': {
    status: 502,
    vi: 'Máy này chưa tin chứng thư https của máy chủ ({reason}). Nhờ quản trị viên cấp tệp chứng thư gốc và đặt biến NODE_EXTRA_CA_CERTS tới tệp đó.',
    en: 'This computer does not trust the https certificate of the server ({reason}). Get the root certificate from the administrator and set NODE_EXTRA_CA_CERTS to its file.',
  },
  'agent-answer-unreadable': {
    status: 502,
    vi: 'Nơi trả lời ở địa chỉ này không phải máy chủ Sao Y. Xem lại địa chỉ trên trang web, hoặc mạng đang đòi đăng nhập.',
    en: 'What answers at this address is no Sao Y server. Look at the address in the page, or whether the network wants a log-in.',
  },
  'agent-module-unusable': {
    status: 422,
    vi: 'Không dùng được thư viện token “{file}” ({reason}). Cài trình điều khiển của hãng token, hoặc chỉ đúng tệp bằng --module.',
    en: 'The token library “{file}” cannot be used ({reason}). Install the driver of the token, or name its file with --module.',
  },
  'agent-no-token': {
    status: 422,
    vi: 'Không thấy token nào có chứng thư. Cắm token, cài trình điều khiển của hãng token, hoặc chỉ thư viện bằng --module.',
    en: 'No token with a certificate is seen. Plug it in, install its driver, or name its library with --module.',
  },
  'agent-several-modules': {
    status: 422,
    vi: 'Nhiều thư viện cùng thấy token: {modules}. Chọn một bằng --module.',
    en: 'Several libraries see a token: {modules}. Choose one with --module.',
  },
  'agent-running-already': {
    status: 409,
    vi: 'Chương trình ký đang chạy ở cửa sổ khác trên máy này (tiến trình {pid}). Dùng cửa sổ đó, hoặc đóng nó rồi chạy lại.',
    en: 'The program already runs in another window of this computer (process {pid}). Use that one, or close it first.',
  },
  'agent-terminal-closed': {
    status: 422,
    vi: 'Không còn cửa sổ lệnh để hỏi mã PIN. Mở cửa sổ lệnh rồi chạy lại “run” ở đó.',
    en: 'There is no terminal left to ask for the PIN in. Open one and run “run” there.',
  },
  'agent-throttled': {
    status: 429,
    vi: 'Quá nhiều lần thử không đúng từ máy này. Chờ {retryAfterSeconds} giây rồi thử lại.',
    en: 'Too many failed tries from this computer. Wait {retryAfterSeconds} seconds and try again.',
  },
  'agent-not-yours': {
    status: 404,
    vi: 'Không thấy máy này trong các máy của bạn; có thể đã gỡ. Tải lại trang.',
    en: 'This is none of your computers; it may be removed already. Reload the page.',
  },
  'signing-expired': {
    status: 409,
    vi: 'Không có xác nhận trên máy trong thời gian chờ. Chưa ký gì; kiểm tra chương trình ký trên máy rồi bấm ký lại.',
    en: 'Nobody confirmed on the computer in time. Nothing was signed; check the program there and sign again.',
  },
  'signing-cancelled': {
    status: 409,
    vi: 'Bạn đã hủy yêu cầu ký này. Hồ sơ vẫn chờ ký.',
    en: 'You cancelled this request. The dossier still awaits its signature.',
  },
  'signing-given-up': {
    status: 409,
    vi: 'Lần ký này đã dừng vì hồ sơ được trả lại, từ chối hoặc rút trong lúc chờ. Tải lại để xem bước hiện tại.',
    en: 'This signature was given up, for the dossier was returned, refused or withdrawn while it waited. Reload to see where it is.',
  },
  'signing-not-waiting': {
    status: 409,
    vi: 'Không có yêu cầu ký nào của bạn đang chờ ở hồ sơ này. Tải lại trang để xem kết quả.',
    en: 'No request of yours waits on this dossier. Reload the page to see what became of it.',
  },
  'signing-method-changed': {
    status: 409,
    vi: 'Cách ký của bạn đã đổi sau khi trang này được mở. Tải lại trang rồi ký lại.',
    en: 'Your signing method has changed since this page was opened. Reload the page and sign again.',
  },
  'signing-key-unfit': {
    status: 422,
    vi: 'Chứng thư này không dùng để ký ở đây được: {reason}. Chọn chứng thư khác.',
    en: 'This certificate cannot sign here: {reason}. Choose another.',
  },
  'signing-key-unknown': {
    status: 404,
    vi: 'Không còn thấy chứng thư này. Cắm token, chạy chương trình ký rồi tải lại trang.',
    en: 'This certificate is not seen any more. Plug in the token, run the program and reload the page.',
  },
  'remote-address-refused': {
    status: 500,
    vi: 'Địa chỉ nhà cung cấp ký số từ xa phải bắt đầu bằng https://. Quản trị viên sửa thiết đặt này.',
    en: 'The address of the remote signing provider must begin with https://. Have the administrator correct it.',
  },
  'remote-provider-unavailable': {
    status: 502,
    vi: 'Nhà cung cấp ký số từ xa không trả lời đúng. Chưa ký gì; thử lại sau ít phút.',
    en: 'The remote signing provider does not answer properly. Nothing was signed; try again in a few minutes.',
  },
  'remote-refused': {
    status: 422,
    vi: 'Nhà cung cấp ký số từ xa từ chối ({reason}). Xác nhận lại trên điện thoại hoặc liên hệ nhà cung cấp.',
    en: 'The remote signing provider refused ({reason}). Confirm again on the phone, or ask the provider.',
  },
  'remote-pin-wrong': {
    status: 422,
    vi: 'Mã PIN hoặc mã xác nhận không đúng. Hệ thống không tự thử lại; nhập lại cẩn thận.',
    en: 'The PIN or the one-time code is wrong. It is never tried again by itself; enter it anew with care.',
  },
  'remote-credential-unsuitable': {
    status: 422,
    vi: 'Chứng thư ký số từ xa này không dùng được cho việc ký này. Chọn chứng thư khác hoặc ký ít hồ sơ hơn mỗi lần.',
    en: 'This remote credential cannot be used for this. Choose another one, or sign fewer dossiers at a time.',
  },
  'remote-not-configured': {
    status: 422,
    vi: 'Ký số từ xa chưa được thiết lập ở máy chủ này. Nhờ quản trị viên đặt CSC_BASE_URL, hoặc chọn cách ký khác.',
    en: 'Remote signing is not set up at this server. Have the administrator set CSC_BASE_URL, or choose another signing method.',
  },
  'remote-outcome-unknown': {
    status: 502,
    vi: 'Không rõ nhà cung cấp đã ký chưa vì tiến trình ký bị ngắt. Hồ sơ vẫn chờ; ký lại.',
    en: 'It is unknown whether the provider signed, for the process was cut off. The dossier still waits; sign again.',
  },
  'remote-signature-invalid': {
    status: 502,
    vi: 'Chữ ký nhà cung cấp gửi về không khớp chứng thư nên bị bỏ. Ký lại; nếu vẫn lỗi, báo quản trị viên.',
    en: 'What the provider signed does not fit the certificate and was dropped. Sign again; if it stays, tell the administrator.',
  },
  'consent-denied': {
    status: 409,
    vi: 'Bạn đã từ chối ở trang của nhà cung cấp. Chưa ký gì; hồ sơ vẫn chờ ký.',
    en: 'You declined on the page of the provider. Nothing was signed; the dossier still awaits its signature.',
  },
  'consent-expired': {
    status: 409,
    vi: 'Xác nhận ở trang của nhà cung cấp không về kịp trong thời gian chờ. Chưa ký gì; mở hồ sơ và bấm ký lại.',
    en: 'The consent on the page of the provider did not come back in time. Nothing was signed; open the dossier and sign again.',
  },
  'consent-used': {
    status: 409,
    vi: 'Xác nhận này đã được dùng một lần nên bị bỏ. Mở hồ sơ để xem kết quả; nếu chưa ký thì bấm ký lại.',
    en: 'This consent was used before and was dropped. Open the dossier to see what became of it; sign again where it is not signed.',
  },
  'consent-unknown': {
    status: 404,
    vi: 'Không thấy yêu cầu ký nào ứng với xác nhận này. Mở hồ sơ và bấm ký lại.',
    en: 'No request for a signature belongs to this consent. Open the dossier and sign again.',
  },
  'consent-not-yours': {
    status: 403,
    vi: 'Xác nhận này thuộc yêu cầu ký của tài khoản khác nên bị bỏ. Đăng nhập đúng tài khoản đã bấm ký, mở hồ sơ rồi xác nhận lại.',
    en: 'This consent belongs to a request of another account and was dropped. Sign in with the account that asked, open the dossier and consent again.',
  },
  'consent-refused': {
    status: 422,
    vi: 'Nhà cung cấp ký số từ xa không chấp nhận xác nhận này. Chưa ký gì; bấm ký lại và xác nhận lại ở trang của họ.',
    en: 'The remote signing provider does not accept this consent. Nothing was signed; sign again and consent anew on its page.',
  },
  'signing-one-at-a-time': {
    status: 422,
    vi: 'Chứng thư của bạn ký từng hồ sơ một, vì mỗi lần phải xác nhận ở trang của nhà cung cấp. Mở từng hồ sơ để ký, hoặc chọn cách ký khác ở “Token của tôi”.',
    en: 'Your key signs one dossier at a time, for each is confirmed on the page of its provider. Open them one by one, or choose another signing method under “My token”.',
  },
  'pki-address-changed': {
    status: 500,
    vi: 'PKI thử nghiệm được tạo cho địa chỉ {made}, không phải {asked}. Giữ nguyên cổng cũ, hoặc xóa thư mục PKI để tạo lại.',
    en: 'The development PKI was made for {made}, not {asked}. Keep the old port, or delete its folder to make it anew.',
  },
} satisfies Record<string, ProblemText>;
