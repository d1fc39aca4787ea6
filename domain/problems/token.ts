import type { ProblemText } from '../problem';

/** What can go wrong with a token, its PIN and its certificate. */
export const tokenProblems = {
  'pin-wrong': {
    status: 422,
    vi: 'Mã PIN không đúng; còn {triesLeft} lần thử. Hệ thống không tự thử lại.',
    en: 'The PIN is wrong; {triesLeft} tries are left. It is never tried again by itself.',
  },
  'token-absent': {
    status: 503,
    vi: 'Không thấy token “{token}”. Cắm lại token rồi bấm ký lần nữa.',
    en: 'Token “{token}” is not there. Plug it in again and repeat the action.',
  },
  'pki-address-changed': {
    status: 500,
    vi: 'PKI thử nghiệm được tạo cho địa chỉ {made}, không phải {asked}. Giữ nguyên cổng cũ, hoặc xóa thư mục PKI để tạo lại.',
    en: 'The development PKI was made for {made}, not {asked}. Keep the old port, or delete its folder to make it anew.',
  },
} satisfies Record<string, ProblemText>;
