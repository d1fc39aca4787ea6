import type { ProblemText } from '../problem-text';

/** What can go wrong at the counter: what is typed there, and what it costs. */
export const counterProblems = {
  'input-invalid': {
    status: 422,
    vi: 'Thông tin chưa hợp lệ ({field}): {reason}. Sửa ô này rồi gửi lại.',
    en: 'The input is not valid ({field}): {reason}. Correct it and send again.',
  },
  'fee-pages-invalid': {
    status: 422,
    vi: 'Số trang và số bản phải là số nguyên từ 1 trở lên.',
    en: 'Pages and copies must be whole numbers from 1.',
  },
  'fee-not-owed': {
    status: 409,
    vi: 'Số phí phải thu hoặc phải trả lại của hồ sơ này đã khác ({amount} đồng). Tải lại trang để xem.',
    en: 'What is to be taken or given back of this fee is another sum by now ({amount} đồng). Load the page again.',
  },
  'drawer-changed': {
    status: 409,
    vi: 'Quỹ thu vừa có khoản thu hoặc trả khác. Xem lại số tiền phải có rồi chốt lần nữa.',
    en: 'Something was taken in or given back since. Look at the sum again, then close.',
  },
  'drawer-empty': {
    status: 409,
    vi: 'Từ lần chốt trước chưa có khoản thu hay trả nào, nên chưa có gì để chốt.',
    en: 'Nothing was taken in or given back since the drawer was closed: there is nothing to close.',
  },
  'drawer-note-needed': {
    status: 422,
    vi: 'Tiền đếm được khác số phải có. Ghi lý do chênh lệch bằng ít nhất 5 ký tự.',
    en: 'The sum that was counted differs. Say why, in 5 characters at least.',
  },
} satisfies Record<string, ProblemText>;
