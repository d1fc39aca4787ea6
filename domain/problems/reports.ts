import type { ProblemText } from '../problem-text';

/** What can go wrong with reports and on the board. */
export const reportProblems = {
  'report-unknown': {
    status: 404,
    vi: 'Không có báo cáo này ở cơ quan của bạn. Mở lại danh sách báo cáo.',
    en: 'Your office has no such report. Open the list of reports again.',
  },
  'report-period-reversed': {
    status: 422,
    vi: 'Ngày đầu sau ngày cuối. Đổi lại một trong hai ngày.',
    en: 'The first day is after the last. Change one of them.',
  },
  'report-period-too-long': {
    status: 422,
    vi: 'Một báo cáo dài nhất {days} ngày. Chọn khoảng thời gian ngắn hơn.',
    en: 'A report spans {days} days at most. Choose a shorter time.',
  },
  'target-office-unknown': {
    status: 422,
    vi: 'Chỉ giao chỉ tiêu cho từng đơn vị cấp dưới trực tiếp, mỗi đơn vị một số. Tải lại trang rồi giao lại.',
    en: 'Targets are set for offices right below, one number each. Load the page anew and set them again.',
  },
  'report-schedule-unknown': {
    status: 404,
    vi: 'Không còn lịch báo cáo này. Tải lại trang.',
    en: 'There is no such schedule of a report any more. Load the page anew.',
  },
  'report-schedules-full': {
    status: 409,
    vi: 'Cơ quan đã có 20 lịch báo cáo. Thôi một lịch không cần nữa rồi đặt lịch mới.',
    en: 'The office has 20 schedules of reports. End one that is not needed, then set a new one.',
  },
  'report-not-ready': {
    status: 409,
    vi: 'Báo cáo đang được lập. Đợi xong rồi tải.',
    en: 'The report is still being made. Wait until it is done.',
  },
  'nudge-needless': {
    status: 409,
    vi: 'Hồ sơ này không chờ ai xử lý: Sao Y đang tự làm, hoặc hồ sơ đã xong.',
    en: 'Nobody holds this dossier: Sao Y works on it by itself, or it is over.',
  },
} satisfies Record<string, ProblemText>;
