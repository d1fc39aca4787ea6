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
} satisfies Record<string, ProblemText>;
