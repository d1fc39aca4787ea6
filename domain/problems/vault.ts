import type { ProblemText } from '../problem-text';

/** What can go wrong between programs and copies: keys and references. */
export const vaultProblems = {
  'key-invalid': {
    status: 401,
    vi: 'Khóa của chương trình không đúng, đã hết hạn hoặc đã bị thu hồi. Xin quản trị viên cấp khóa mới.',
    en: 'The key is wrong, has expired or is revoked. Ask the administrator for a new one.',
  },
  'key-scope-missing': {
    status: 403,
    vi: 'Khóa này không có quyền “{scope}”. Xin quản trị viên cấp khóa có quyền đó.',
    en: 'This key lacks the scope “{scope}”. Ask the administrator for one that has it.',
  },
  'key-unknown': {
    status: 404,
    vi: 'Không có khóa này ở đơn vị, hoặc khóa đã hết hạn hay đã thu hồi. Tải lại danh sách để xem các khóa còn dùng được.',
    en: 'The office has no such key, or it has expired or is out of force. Reload the list to see those in force.',
  },
  'keys-too-many': {
    status: 409,
    vi: 'Đơn vị đang có {max} khóa còn dùng được. Thu hồi bớt khóa không dùng nữa rồi cấp tiếp.',
    en: 'The office has {max} keys in force. Take some out of force that are not used and go on.',
  },
  'reference-unknown': {
    status: 404,
    vi: 'Mã tham chiếu không có, đã hết hạn hoặc đã bị thu hồi. Xin người chia sẻ gửi mã mới.',
    en: 'The reference does not exist, has expired or is revoked. Ask for a new one.',
  },
  'references-too-many': {
    status: 409,
    vi: 'Bản sao này đang được chia sẻ {max} lần. Thu hồi bớt mã tham chiếu rồi chia sẻ tiếp.',
    en: 'This copy has {max} references in force. Revoke some and share again.',
  },
} satisfies Record<string, ProblemText>;
