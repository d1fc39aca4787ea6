import type { ProblemText } from '../problem-text';

/** What can go wrong with a scan, a copy, or what proves it. */
export const documentProblems = {
  'paper-unknown': {
    status: 404,
    vi: 'Không tìm thấy giấy tờ này ở cơ quan của ông/bà.',
    en: 'No such paper in your offices.',
  },
  'paper-not-offered': {
    status: 409,
    vi: 'Hồ sơ ở trạng thái hiện tại chưa lập được giấy này. Tải lại trang để xem giấy nào lập được.',
    en: 'This paper cannot be made of the dossier as it stands.',
  },
  'paper-form-missing': {
    status: 422,
    vi: 'Không có mẫu “{kind}” còn hiệu lực vào ngày {day}. Báo quản trị bổ sung tệp mẫu của quy định.',
    en: 'No form “{kind}” is in force on {day}.',
  },
  'scan-not-pdf': {
    status: 415,
    vi: 'Tệp này không phải PDF hay ảnh trang (JPEG, PNG, TIFF). Quét lại rồi chọn tệp mới.',
    en: 'This file is neither a PDF nor a page picture (JPEG, PNG, TIFF). Scan again.',
  },
  'scan-mixed': {
    status: 422,
    vi: 'Chọn một tệp PDF, hoặc các ảnh trang (JPEG, PNG, TIFF); không chọn lẫn hai loại hay nhiều PDF.',
    en: 'Choose one PDF, or page pictures (JPEG, PNG, TIFF); not both, and not several PDFs.',
  },
  'scan-turned': {
    status: 422,
    vi: 'Tệp PDF được giữ như khi nhận, không xoay được ở đây. Quét lại đúng chiều rồi chọn tệp mới.',
    en: 'A PDF is kept as it came and is not turned here. Scan it upright and choose that file.',
  },
  'scan-kind-refused': {
    status: 415,
    vi: 'Quy định đang dùng không nhận loại tệp này ({kind}). Quét lại thành loại được nhận.',
    en: 'The policy in force does not take this kind of file ({kind}).',
  },
  'scan-too-large': {
    status: 413,
    vi: 'Tệp lớn hơn {maxMegabytes} MB. Quét lại ở 200–300 dpi hoặc giảm số trang mỗi tệp.',
    en: 'The file is larger than {maxMegabytes} MB. Scan again at 200–300 dpi.',
  },
  'scan-too-many-pages': {
    status: 422,
    vi: 'Tệp có quá {maxPages} trang. Kiểm tra lại tệp; nếu bản chính dài thật, chia thành nhiều hồ sơ.',
    en: 'The file has more than {maxPages} pages. Check it; split a longer original into dossiers.',
  },
  'scan-too-complex': {
    status: 422,
    vi: 'Tệp quá phức tạp để xử lý an toàn[ (trang {page})]. In ra hoặc quét lại thành ảnh trang rồi chọn tệp mới.',
    en: 'The file is too complex to be handled safely[ (page {page})]. Scan it again as page images.',
  },
  'scan-page-size': {
    status: 422,
    vi: 'Tệp có trang hoặc ảnh với kích thước bất thường[ (trang {page})]. Quét lại đúng khổ giấy.',
    en: 'A page or picture of the file has an abnormal size[ (page {page})]. Scan again at paper size.',
  },
  'scan-encrypted': {
    status: 422,
    vi: 'Tệp có mật khẩu hoặc bị mã hóa. Bỏ mật khẩu, hoặc quét lại từ bản chính.',
    en: 'The file is encrypted. Remove the password, or scan the original again.',
  },
  'scan-signed': {
    status: 422,
    vi: 'Tệp đã có chữ ký số; đóng dấu lên sẽ làm hỏng chữ ký đó. Quét từ bản chính bằng giấy.',
    en: 'The file is digitally signed already; stamping would break it. Scan the paper original.',
  },
  'scan-active-content': {
    status: 422,
    vi: 'Tệp chứa mã lệnh hoặc lệnh mở chương trình, gửi dữ liệu. Quét lại từ bản chính bằng giấy.',
    en: 'The file holds scripts or launch or submit actions. Scan the paper original again.',
  },
  'scan-attachment': {
    status: 422,
    vi: 'Tệp chứa tệp khác đính kèm hoặc nội dung đa phương tiện. Quét lại từ bản chính bằng giấy.',
    en: 'The file holds attachments or multimedia. Scan the paper original again.',
  },
  'scan-xfa': {
    status: 422,
    vi: 'Tệp là biểu mẫu động (XFA), hiển thị khác nhau tùy phần mềm. Quét lại từ bản chính.',
    en: 'The file is a dynamic form (XFA) that shows differently by viewer. Scan the original.',
  },
  'scan-form-fields': {
    status: 422,
    vi: 'Tệp có ô nhập còn sửa được. Quét lại từ bản chính bằng giấy.',
    en: 'The file has form fields that can still be changed. Scan the paper original.',
  },
  'scan-hidden-content': {
    status: 422,
    vi: 'Tệp có lớp hoặc nội dung ẩn, có thể hiện ra khác đi. Quét lại từ bản chính bằng giấy.',
    en: 'The file has hidden layers or content that could show later. Scan the paper original.',
  },
  'scan-external-reference': {
    status: 422,
    vi: 'Tệp có liên kết hoặc nội dung lấy từ bên ngoài. Quét lại từ bản chính bằng giấy.',
    en: 'The file links to or loads content from outside. Scan the paper original.',
  },
  'scan-damaged': {
    status: 422,
    vi: 'Tệp bị hỏng hoặc bị cắt cụt, mỗi phần mềm có thể hiện ra khác nhau. Quét lại.',
    en: 'The file is damaged or cut short and could show differently by viewer. Scan again.',
  },
  'scan-look-differs': {
    status: 422,
    vi: 'Trang {page} trên bản sẽ chứng thực trông khác với tệp nhận được (cỡ, chiều, màu hoặc nét). Quét lại trang đó thành JPEG hoặc PDF rồi chọn tệp mới.',
    en: 'Page {page}, as it would be certified, looks other than in the file received (size, turn, colour or lines). Scan that page again as JPEG or PDF.',
  },
  'scan-picture-damaged': {
    status: 422,
    vi: 'Ảnh ở trang {page} của tệp bị hỏng, hoặc có cỡ khác với cỡ mà tệp ghi. Quét lại trang đó rồi chọn tệp mới.',
    en: 'The picture on page {page} is damaged, or of another size than the file says. Scan that page again.',
  },
  'scan-polyglot': {
    status: 422,
    vi: 'Tệp chứa dữ liệu lạ trước hoặc sau phần PDF. Quét lại rồi chọn tệp mới.',
    en: 'The file holds foreign data before or after the PDF. Scan again.',
  },
  'scan-empty': {
    status: 422,
    vi: 'Tệp không có trang nào. Quét lại rồi chọn tệp mới.',
    en: 'The file has no pages. Scan again.',
  },
  'page-picture-unsuitable': {
    status: 422,
    vi: 'Ảnh thứ {page} được nén hoặc ghi màu theo một cách mà Sao Y không đọc. Lưu lại thành JPEG, PNG hoặc quét thành PDF.',
    en: 'Picture {page} is packed or coloured in a way that Sao Y does not read. Save it as JPEG or PNG, or scan to PDF.',
  },
  'page-picture-damaged': {
    status: 422,
    vi: 'Ảnh thứ {page} bị hỏng hoặc bị cắt cụt. Chụp hay quét lại trang đó.',
    en: 'Picture {page} is damaged or cut short. Scan or photograph that page again.',
  },
  'page-picture-too-large': {
    status: 422,
    vi: 'Ảnh thứ {page} có quá nhiều điểm ảnh. Quét lại trang đó ở 200–300 dpi.',
    en: 'Picture {page} has too many pixels. Scan that page again at 200–300 dpi.',
  },
  'page-picture-animated': {
    status: 422,
    vi: 'Ảnh thứ {page} là ảnh động. Chọn ảnh tĩnh của trang đó.',
    en: 'Picture {page} is animated. Choose a still picture of that page.',
  },
  'scan-inspection-failed': {
    status: 503,
    vi: 'Chưa kiểm tra được tệp vì máy chủ thiếu thành phần ({part}). Báo quản trị viên.',
    en: 'The file could not be inspected because a part is missing ({part}). Tell the administrator.',
  },
  'font-missing': {
    status: 500,
    vi: 'Máy chủ thiếu phông chữ {file}. Quản trị viên cài gói fonts-noto-core rồi thử lại.',
    en: 'The font {file} is missing. Install fonts-noto-core and try again.',
  },
  'font-lacks-letter': {
    status: 422,
    vi: 'Có ký tự không in được trên trang lời chứng (U+{codePoint}). Sửa lại tên rồi thử lại.',
    en: 'A letter cannot be set on the attestation page (U+{codePoint}). Correct the name.',
  },
  'picture-unsuitable': {
    status: 422,
    vi: 'Ảnh chữ ký hoặc con dấu không dùng được: tệp hỏng, quá lớn hoặc không phải PNG. Chọn PNG nền trong, không quá 2 MB.',
    en: 'The signature or seal picture cannot be used ({reason}). Choose a PNG of at most 2 MB.',
  },
  'mark-unknown': {
    status: 404,
    vi: 'Chưa có ảnh này. Tải ảnh PNG nền trong lên trước.',
    en: 'There is no such picture yet. Upload a transparent PNG first.',
  },
  'mark-places-outside': {
    status: 422,
    vi: 'Chữ ký hoặc con dấu ra ngoài phần trang dành cho nó. Kéo lại vào giữa lời chứng và mã kiểm tra.',
    en: 'The signature or the seal is off its part of the page. Move it between statement and code.',
  },
  'mark-places-too-small': {
    status: 422,
    vi: 'Chữ ký hoặc con dấu nhỏ hơn 10 mm. Sửa kích thước trong quy định.',
    en: 'The signature or the seal is smaller than 10 mm. Change its size in the policy.',
  },
  'mark-places-overlap': {
    status: 422,
    vi: 'Con dấu và cột chữ ký chồng lên nhau, phần mềm kiểm tra sẽ từ chối bản sao. Kéo hai ô cạnh nhau.',
    en: 'Seal and signature overlap, which validators refuse. Move them side by side.',
  },
  'signer-certificate-unsuitable': {
    status: 422,
    vi: 'Chứng thư số không dùng để ký được ({reason}). Chọn chứng thư khác hoặc liên hệ nơi cấp.',
    en: 'The certificate cannot sign ({reason}). Choose another or ask its issuer.',
  },
  'signature-mismatch': {
    status: 422,
    vi: 'Chữ ký nhận được không khớp với chứng thư hoặc văn bản. Ký lại.',
    en: 'The signature does not match the certificate or the document. Sign again.',
  },
  'copy-unsuitable': {
    status: 422,
    vi: 'Bản sao không ở trạng thái làm được bước này. Chuyển lại bước trước; nếu vẫn vậy, báo quản trị viên.',
    en: 'The copy is not in a state for this step ({reason}). Go back one step.',
  },
  'copy-not-valid': {
    status: 503,
    vi: 'Bản sao vừa lập không qua được bước kiểm tra của hệ thống nên chưa gửi cho người yêu cầu. Báo quản trị viên; hồ sơ tự thử lại.',
    en: 'The copy just made does not pass our own verification, so it was not sent. Tell the administrator; the dossier tries again by itself.',
  },
  'timestamp-unavailable': {
    status: 503,
    vi: 'Chưa lấy được dấu thời gian ({reason}). Hồ sơ chờ và tự tiếp tục khi máy chủ thời gian trả lời; nếu lâu, báo quản trị viên.',
    en: 'No time stamp could be had ({reason}). The dossier waits and goes on when a server answers; if it lasts, tell the administrator.',
  },
  'timestamp-too-large': {
    status: 422,
    vi: 'Dấu thời gian nhận được ({bytes} byte) lớn hơn chỗ dành sẵn ({room} byte). Ký lại: lần sau hệ thống dành chỗ rộng hơn.',
    en: 'The time stamp that came ({bytes} bytes) needs more than the room kept for it ({room} bytes). Sign again: the next one has more room.',
  },
  'timestamp-authority-revoked': {
    status: 422,
    vi: 'Chứng thư của máy chủ dấu thời gian “{authority}” đã bị thu hồi từ {revokedAt}, nên dấu thời gian đã lấy không còn chứng minh được. Báo quản trị viên đổi máy chủ dấu thời gian, rồi ký lại.',
    en: 'The certificate of the time stamp authority “{authority}” was revoked at {revokedAt}, so its stamps prove nothing. Have the administrator name another server, then sign again.',
  },
  'path-unavailable': {
    status: 503,
    vi: 'Chưa nối được chứng thư “{certificate}” đến một tổ chức mà máy chủ tin cậy. Báo quản trị viên thêm chứng thư gốc vào TRUST_ANCHORS_FILE; hồ sơ tự tiếp tục khi nối được.',
    en: 'No path leads from the certificate “{certificate}” to an authority that is trusted here. Have the administrator add its root to TRUST_ANCHORS_FILE; the dossier goes on when there is one.',
  },
  'revocation-unavailable': {
    status: 503,
    vi: 'Chưa lấy được tình trạng thu hồi của chứng thư ({reason}). Hồ sơ chờ và tự tiếp tục khi có; nếu lâu, báo quản trị viên.',
    en: 'Revocation data could not be had ({reason}). The dossier waits and goes on when it can; if it lasts, tell the administrator.',
  },
  'revocation-awaited': {
    status: 503,
    vi: 'Đang chờ “{authority}” công bố tình trạng thu hồi mới hơn chữ ký, chậm nhất lúc {nextUpdate}. Hồ sơ tự tiếp tục khi có; quá giờ đó mà chưa có, liên hệ nơi cấp chứng thư.',
    en: 'Waiting for “{authority}” to publish revocation data younger than the signature, by {nextUpdate} at the latest. The dossier goes on by itself; if it is not there by then, call that authority.',
  },
  'certificate-revoked': {
    status: 422,
    vi: 'Chứng thư số đã bị thu hồi từ {revokedAt}. Không dùng được; ký lại bằng chứng thư khác.',
    en: 'The certificate was revoked at {revokedAt}. Sign again with another one.',
  },
  'archive-not-extended': {
    status: 409,
    vi: 'Dấu thời gian mới không bền hơn dấu cũ nên chưa gia hạn. Nối máy chủ dấu thời gian có chứng thư dài hạn hơn.',
    en: 'The new time stamp would not last longer than the old one. Connect a time stamp server whose certificate does.',
  },
} satisfies Record<string, ProblemText>;
