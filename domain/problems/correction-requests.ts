import type { ProblemText } from '../problem-text';

/** What can go wrong where a citizen asks for a correction. */
export const correctionRequestProblems = {
  'correction-request-unknown': {
    status: 404,
    vi: 'Không có yêu cầu đính chính này. Tải lại trang để xem các yêu cầu hiện có.',
    en: 'There is no such request for a correction. Load the page again to see those there are.',
  },
  'correction-request-open': {
    status: 409,
    vi: 'Bản sao này đã có một yêu cầu đính chính đang chờ trả lời. Chờ cơ quan trả lời, hoặc rút yêu cầu đó rồi gửi lại.',
    en: 'A request about this copy waits already. Wait for the answer, or take it back and ask again.',
  },
  'correction-request-over': {
    status: 409,
    vi: 'Yêu cầu đính chính này đã kết thúc (tình trạng: {state}). Tải lại trang để xem.',
    en: 'This request has ended (it is: {state}). Load the page again.',
  },
} satisfies Record<string, ProblemText>;
