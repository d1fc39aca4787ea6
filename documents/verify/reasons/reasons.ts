/**
 * Why a file is not plainly valid. Codes are published and keep their meaning for ever.
 * `verdict` is the best verdict that the reason leaves; `intact` likewise, where it speaks of the
 * bytes and later changes at all.
 */
interface Reason {
  verdict: 'invalid' | 'undetermined';
  intact?: 'no' | 'unknown';
  vi: string;
  en: string;
}

export const reasons = {
  // The file
  'not-a-pdf': {
    verdict: 'invalid',
    intact: 'unknown',
    vi: 'Tệp không phải PDF hoàn chỉnh. Hãy tải lại tệp gốc từ nơi cấp.',
    en: 'The file is not a complete PDF. Fetch the original file again from who issued it.',
  },
  'file-too-large': {
    verdict: 'undetermined',
    intact: 'unknown',
    vi: 'Tệp quá lớn để kiểm tra.',
    en: 'The file is too large to be checked.',
  },
  encrypted: {
    verdict: 'undetermined',
    intact: 'unknown',
    vi: 'Tệp bị mã hóa nên không xem được bên trong. Hãy xin bản không đặt mật khẩu.',
    en: 'The file is encrypted and cannot be looked into. Ask for one without a password.',
  },
  'structure-broken': {
    verdict: 'undetermined',
    intact: 'unknown',
    vi: 'Cấu trúc tệp sai quy chuẩn PDF; mỗi phần mềm có thể hiển thị một khác.',
    en: 'The structure of the file breaks the PDF rules; programs may show it differently.',
  },
  'structure-xref': {
    verdict: 'undetermined',
    intact: 'unknown',
    vi: 'Bảng tham chiếu chéo của tệp sai; mỗi phần mềm có thể hiển thị một khác.',
    en: 'The cross-reference of the file is wrong; programs may show it differently.',
  },
  'structure-duplicate-key': {
    verdict: 'undetermined',
    intact: 'unknown',
    vi: 'Tệp khai báo trùng một mục; mỗi phần mềm có thể hiển thị một khác.',
    en: 'The file gives a key twice; programs may show it differently.',
  },
  'structure-too-large': {
    verdict: 'undetermined',
    intact: 'unknown',
    vi: 'Nội dung nén của tệp vượt giới hạn kiểm tra.',
    en: 'What the file packs exceeds the limits of the check.',
  },
  'trailing-bytes': {
    verdict: 'invalid',
    intact: 'no',
    vi: 'Cuối tệp có phần dở dang sau phần đã ký: tệp tải về chưa đủ, hoặc bị nối thêm dữ liệu lạ.',
    en: 'Foreign bytes were appended after the last revision.',
  },
  'hidden-bytes': {
    verdict: 'invalid',
    intact: 'no',
    vi: 'Sau khi ký, tệp bị chèn dữ liệu ẩn mà bảng tham chiếu không khai báo.',
    en: 'After signing, bytes were hidden in the file that no cross-reference lists.',
  },
  'xref-points-back': {
    verdict: 'invalid',
    intact: 'no',
    vi: 'Lần lưu sau khi ký trỏ về dữ liệu cài sẵn trong phần cũ của tệp.',
    en: 'A later revision points back at bytes planted in an older one.',
  },
  'later-revision-broken': {
    verdict: 'invalid',
    intact: 'no',
    vi: 'Phần nối thêm sau khi ký sai quy chuẩn PDF.',
    en: 'What was appended after signing breaks the PDF rules.',
  },
  unsigned: {
    verdict: 'invalid',
    intact: 'unknown',
    vi: 'Tệp không có chữ ký số nào.',
    en: 'The file bears no digital signature.',
  },
  'duplicate-field': {
    verdict: 'invalid',
    intact: 'no',
    vi: 'Hai ô biểu mẫu mang cùng một tên.',
    en: 'Two fields of the form bear one name.',
  },
  'signature-missing': {
    verdict: 'undetermined',
    vi: 'Văn bản còn ô chữ ký chưa ký: thủ tục chưa hoàn tất.',
    en: 'A signature field still waits to be signed: the document is not finished.',
  },
  'signature-outside-form': {
    verdict: 'invalid',
    intact: 'unknown',
    vi: 'Tệp chứa chữ ký không thuộc ô ký nào của biểu mẫu.',
    en: 'The file holds a signature that no field of the form bears.',
  },
  // What a signature covers
  'byte-range-form': {
    verdict: 'invalid',
    intact: 'no',
    vi: 'Phạm vi byte của chữ ký sai dạng.',
    en: 'The byte range of the signature has a wrong form.',
  },
  'byte-range-gap': {
    verdict: 'invalid',
    intact: 'no',
    vi: 'Chữ ký chừa ra nhiều hơn chính nó: có dữ liệu không được ký.',
    en: 'The signature leaves out more than itself: there are bytes it does not cover.',
  },
  'byte-range-end': {
    verdict: 'invalid',
    intact: 'no',
    vi: 'Phạm vi của chữ ký không kết thúc đúng ở cuối lần lưu đã ký.',
    en: 'The range of the signature does not end where its revision ends.',
  },
  'digest-mismatch': {
    verdict: 'invalid',
    intact: 'no',
    vi: 'Nội dung đã ký bị thay đổi sau khi ký.',
    en: 'The signed content was changed after signing.',
  },
  'signature-wrong': {
    verdict: 'invalid',
    intact: 'no',
    vi: 'Giá trị chữ ký không khớp với chứng thư số của người ký.',
    en: 'The signature value does not fit the certificate of the signer.',
  },
  // What later revisions changed
  'page-tree-changed': {
    verdict: 'invalid',
    intact: 'no',
    vi: 'Sau khi ký, trang bị thêm, bớt hoặc đổi chỗ.',
    en: 'After signing, pages were added, removed or moved.',
  },
  'page-content-changed': {
    verdict: 'invalid',
    intact: 'no',
    vi: 'Sau khi ký, nội dung trang bị thay đổi.',
    en: 'After signing, the content of a page was changed.',
  },
  'annotation-added': {
    verdict: 'invalid',
    intact: 'no',
    vi: 'Sau khi ký, trang bị thêm chú thích hoặc hình che.',
    en: 'After signing, an annotation was put on a page.',
  },
  'annotation-changed': {
    verdict: 'invalid',
    intact: 'no',
    vi: 'Sau khi ký, chú thích trên trang bị thay đổi.',
    en: 'After signing, an annotation was changed.',
  },
  'form-changed': {
    verdict: 'invalid',
    intact: 'no',
    vi: 'Sau khi ký, biểu mẫu bị thay đổi ngoài việc điền và ký.',
    en: 'After signing, the form was changed in more than filling and signing.',
  },
  'field-added': {
    verdict: 'invalid',
    intact: 'no',
    vi: 'Sau khi ký, biểu mẫu bị thêm ô.',
    en: 'After signing, a field was added to the form.',
  },
  'field-locked': {
    verdict: 'invalid',
    intact: 'no',
    vi: 'Một ô đã bị chữ ký khóa lại bị điền hoặc sửa sau khi ký.',
    en: 'A field that a signature locked was filled or changed afterwards.',
  },
  'certification-forbids': {
    verdict: 'invalid',
    intact: 'no',
    vi: 'Sau khi ký chứng thực, tệp bị sửa theo cách mà chữ ký đó không cho phép.',
    en: 'After certification, the file was changed in a way that the certification forbids.',
  },
  'certification-not-first': {
    verdict: 'invalid',
    intact: 'no',
    vi: 'Chữ ký chứng nhận không phải là chữ ký đầu tiên, hoặc có nhiều hơn một.',
    en: 'The certification is not the first signature, or there is more than one.',
  },
  'signature-replaced': {
    verdict: 'invalid',
    intact: 'no',
    vi: 'Một ô chữ ký đã ký bị thay hoặc bị gỡ.',
    en: 'A signed field was replaced or emptied.',
  },
  'document-changed': {
    verdict: 'invalid',
    intact: 'no',
    vi: 'Sau khi ký, phần khai báo chung của văn bản bị thay đổi.',
    en: 'After signing, the document itself (its catalog or description) was changed.',
  },
  'evidence-removed': {
    verdict: 'invalid',
    intact: 'no',
    vi: 'Dữ liệu xác thực lâu dài đã lưu trong tệp bị gỡ bớt.',
    en: 'Validation data stored in the file was taken away.',
  },
  'object-redefined': {
    verdict: 'invalid',
    intact: 'no',
    vi: 'Sau khi ký, một thành phần của tệp bị định nghĩa lại.',
    en: 'After signing, an object of the file was redefined.',
  },
  'unsigned-changes': {
    verdict: 'undetermined',
    vi: 'Biểu mẫu được điền thêm sau chữ ký cuối cùng; phần điền này không được ai ký.',
    en: 'The form was filled after the last signature; nobody signed what was filled in.',
  },
  // CMS
  'cms-malformed': {
    verdict: 'invalid',
    intact: 'unknown',
    vi: 'Dữ liệu chữ ký sai định dạng.',
    en: 'The signature data is malformed.',
  },
  'cms-signers': {
    verdict: 'invalid',
    intact: 'unknown',
    vi: 'Dữ liệu chữ ký phải có đúng một người ký.',
    en: 'The signature data must have exactly one signer.',
  },
  'cms-padding': {
    verdict: 'undetermined',
    vi: 'Sau dữ liệu chữ ký còn byte lạ mà không chữ ký nào bảo vệ; nội dung tài liệu không bị ảnh hưởng.',
    en: 'Foreign bytes that no signature covers follow the signature data; the document is untouched.',
  },
  'cms-attribute': {
    verdict: 'invalid',
    intact: 'unknown',
    vi: 'Thuộc tính được ký thiếu, trùng hoặc sai.',
    en: 'A signed attribute is missing, given twice or wrong.',
  },
  'cms-attribute-order': {
    verdict: 'undetermined',
    intact: 'unknown',
    vi: 'Thuộc tính được ký không theo thứ tự quy định; phần mềm này chấp nhận, phần mềm khác từ chối.',
    en: 'The attributes were signed in an order that is not the prescribed one; some programs refuse it.',
  },
  'certificate-missing': {
    verdict: 'invalid',
    intact: 'unknown',
    vi: 'Chữ ký không kèm chứng thư số của người ký.',
    en: 'The certificate of the signer is not in the signature.',
  },
  'certificate-swapped': {
    verdict: 'invalid',
    intact: 'unknown',
    vi: 'Chứng thư số kèm theo không phải chứng thư mà người ký đã dùng.',
    en: 'The certificate enclosed is not the one that the signer signed with.',
  },
  'ess-missing': {
    verdict: 'undetermined',
    vi: 'Chữ ký không ghi rõ dùng chứng thư nào (thiếu signing-certificate-v2).',
    en: 'The signature does not say which certificate it was made with (no signing-certificate-v2).',
  },
  'subfilter-unsupported': {
    verdict: 'undetermined',
    intact: 'unknown',
    vi: 'Loại chữ ký này chưa được hỗ trợ kiểm tra.',
    en: 'Signatures of this kind are not supported.',
  },
  'algorithm-unsupported': {
    verdict: 'undetermined',
    intact: 'unknown',
    vi: 'Thuật toán của chữ ký chưa được hỗ trợ kiểm tra.',
    en: 'The algorithm of the signature is not supported.',
  },
  'hash-weak': {
    verdict: 'invalid',
    intact: 'unknown',
    vi: 'Thuật toán băm quá yếu, không còn được chấp nhận.',
    en: 'The hash algorithm is too weak to be accepted.',
  },
  'key-weak': {
    verdict: 'invalid',
    intact: 'unknown',
    vi: 'Khóa ký quá ngắn hoặc quá yếu, không còn được chấp nhận.',
    en: 'The key is too short or too weak to be accepted.',
  },
  // Certificates
  'chain-incomplete': {
    verdict: 'undetermined',
    vi: 'Không dựng được đường dẫn từ chứng thư số tới tổ chức chứng thực được tin cậy.',
    en: 'No path leads from the certificate to a trusted authority.',
  },
  'chain-broken': {
    verdict: 'invalid',
    vi: 'Đường dẫn chứng thư số sai: một chứng thư trong đó không được phép cấp chứng thư khác.',
    en: 'The certificate path is wrong: one in it may not issue the next.',
  },
  'chain-not-accredited': {
    verdict: 'invalid',
    vi: 'Tại thời điểm ký, tổ chức chứng thực không nằm trong thời gian được công nhận.',
    en: 'At the time of signing the authority was not accredited.',
  },
  'chain-weak': {
    verdict: 'undetermined',
    vi: 'Đường dẫn chứng thư dùng thuật toán yếu hoặc chưa được hỗ trợ nên không đủ tin cậy.',
    en: 'The path of certificates uses a weak or unsupported algorithm and cannot be relied on.',
  },
  'certificate-expired': {
    verdict: 'invalid',
    vi: 'Tại thời điểm ký, chứng thư số đã hết hạn hoặc chưa có hiệu lực.',
    en: 'At the time of signing the certificate had expired or was not yet valid.',
  },
  'certificate-expired-no-proof': {
    verdict: 'undetermined',
    vi: 'Chứng thư số nay không còn hiệu lực và không có dấu thời gian chứng minh lúc ký còn hiệu lực.',
    en: 'The certificate is out of its validity now and no time stamp proves that it was in it.',
  },
  'certificate-revoked': {
    verdict: 'invalid',
    vi: 'Chứng thư số đã bị thu hồi trước thời điểm ký.',
    en: 'The certificate had been revoked before the time of signing.',
  },
  'certificate-revoked-no-proof': {
    verdict: 'undetermined',
    vi: 'Chứng thư số đã bị thu hồi và không có dấu thời gian chứng minh chữ ký có trước đó.',
    en: 'The certificate is revoked and no time stamp proves that the signature came before.',
  },
  'revocation-unknown': {
    verdict: 'undetermined',
    vi: 'Không có thông tin đáng tin về việc chứng thư số có bị thu hồi trước khi ký hay không.',
    en: 'There is no trustworthy word on whether the certificate was revoked before the signing.',
  },
  'key-usage-wrong': {
    verdict: 'invalid',
    vi: 'Chứng thư số không được cấp để ký văn bản.',
    en: 'The certificate was not issued for signing documents.',
  },
  // Time
  'timestamp-missing': {
    verdict: 'undetermined',
    vi: 'Chữ ký không có dấu thời gian nên không chứng minh được thời điểm ký.',
    en: 'The signature has no time stamp, so its time is not proven.',
  },
  'timestamp-weak': {
    verdict: 'undetermined',
    vi: 'Dấu thời gian dùng thuật toán yếu hoặc chưa được hỗ trợ nên không chứng minh được thời điểm.',
    en: 'The time stamp uses a weak or unsupported algorithm and proves no time.',
  },
  'timestamp-malformed': {
    verdict: 'invalid',
    vi: 'Dấu thời gian sai định dạng.',
    en: 'The time stamp is malformed.',
  },
  'timestamp-imprint-mismatch': {
    verdict: 'invalid',
    vi: 'Dấu thời gian được cấp cho dữ liệu khác.',
    en: 'The time stamp was given for other data.',
  },
  'timestamp-signature-wrong': {
    verdict: 'invalid',
    vi: 'Chữ ký của tổ chức cấp dấu thời gian không đúng.',
    en: 'The signature of the time stamp authority is wrong.',
  },
  'timestamp-authority-wrong': {
    verdict: 'invalid',
    vi: 'Chứng thư số của bên cấp dấu thời gian không được phép cấp dấu thời gian.',
    en: 'The certificate of who gave the time stamp may not give time stamps.',
  },
  'timestamp-untrusted': {
    verdict: 'undetermined',
    vi: 'Bên cấp dấu thời gian không dẫn tới tổ chức được tin cậy, hoặc chưa xác định được tình trạng.',
    en: 'The time stamp authority does not lead to a trusted one, or its status is unknown.',
  },
  'timestamp-expired': {
    verdict: 'undetermined',
    vi: 'Dấu thời gian cuối cùng đã hết hạn mà chưa được gia hạn lưu trữ.',
    en: 'The last time stamp has run out and was not renewed.',
  },
  'timestamp-from-future': {
    verdict: 'invalid',
    vi: 'Dấu thời gian muộn hơn thời điểm kiểm tra.',
    en: 'The time stamp is later than the time of the check.',
  },
  // Limits of this check
  'trust-list-empty': {
    verdict: 'undetermined',
    vi: 'Không có danh sách tổ chức chứng thực tin cậy để đối chiếu.',
    en: 'There is no list of trusted authorities to compare with.',
  },
  'verifier-failed': {
    verdict: 'undetermined',
    intact: 'unknown',
    vi: 'Bộ kiểm tra gặp lỗi ngoài dự kiến nên không thể kết luận. Hãy báo cho quản trị viên.',
    en: 'The verifier met an unexpected error and cannot conclude. Report it to the administrator.',
  },
} satisfies Record<string, Reason>;

export type ReasonCode = keyof typeof reasons;

export function reasonOf(code: ReasonCode): Reason {
  return reasons[code];
}

/** Which of the officer's findings [K-03] a reason belongs to. */
export function findingOf(
  code: ReasonCode,
): 'integrity' | 'certificate' | 'timestamp' | 'authority' {
  if (code.startsWith('timestamp-')) return 'timestamp';
  if (code.startsWith('chain-') || code === 'trust-list-empty') return 'authority';
  const ofCertificate =
    code.startsWith('certificate-') || ['revocation-unknown', 'key-usage-wrong'].includes(code);
  return ofCertificate ? 'certificate' : 'integrity';
}

/** The verdict that some reasons leave: the worst of them decides. */
export function verdictOf(codes: Iterable<ReasonCode>): 'valid' | 'invalid' | 'undetermined' {
  let verdict: 'valid' | 'invalid' | 'undetermined' = 'valid';
  for (const code of codes) {
    const own = reasons[code].verdict;
    if (own === 'invalid') return 'invalid';
    verdict = own;
  }
  return verdict;
}
