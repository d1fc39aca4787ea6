import type { ProblemText } from '../problem';

/** What can go wrong on a dossier's way. */
export const dossierProblems = {
  'dossier-unknown': {
    status: 404,
    vi: 'Không tìm thấy hồ sơ này trong đơn vị của bạn. Kiểm tra lại mã hồ sơ.',
    en: 'There is no such dossier in your office. Check its code.',
  },
  'dossier-out-of-turn': {
    status: 409,
    vi: 'Hồ sơ đang ở bước “{stage}”, chưa làm được việc này. Tải lại để xem bước hiện tại.',
    en: 'The dossier stands at “{stage}” and this cannot be done now. Reload to see where it is.',
  },
  'dossier-busy': {
    status: 409,
    vi: 'Một người khác đang xử lý chính hồ sơ này. Chờ vài giây rồi tải lại.',
    en: 'Somebody is acting on this very dossier. Wait a few seconds and reload.',
  },
} satisfies Record<string, ProblemText>;
