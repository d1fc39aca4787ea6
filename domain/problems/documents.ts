import type { ProblemText } from '../problem';

/** What can go wrong with a scan, a copy, or what proves it. */
export const documentProblems = {
  'scan-not-pdf': {
    status: 415,
    vi: 'Tệp này không phải PDF. Hãy quét lại thành PDF rồi chọn tệp.',
    en: 'This file is not a PDF. Scan to PDF and choose that file.',
  },
} satisfies Record<string, ProblemText>;
