import type { ProblemText } from '../problem-text';

/** What can go wrong with clocks, calendars and policies. */
export const deadlineProblems = {
  'instant-without-zone': {
    status: 422,
    vi: 'Thời điểm “{instant}” thiếu múi giờ. Ghi đủ như 2026-11-23T15:30:00+07:00.',
    en: 'The instant “{instant}” has no offset. Write it as 2026-11-23T15:30:00+07:00.',
  },
  'instant-invalid': {
    status: 422,
    vi: '“{instant}” không phải một thời điểm. Ghi như 2026-11-23T15:30:00+07:00, nhỏ nhất là mili giây.',
    en: '“{instant}” is not an instant. Write it as 2026-11-23T15:30:00+07:00, no finer than a millisecond.',
  },
  'date-invalid': {
    status: 422,
    vi: '“{date}” không phải một ngày có thật. Ghi như 2026-11-23.',
    en: '“{date}” is not a date of the calendar. Write it as 2026-11-23.',
  },
  'calendar-out-of-range': {
    status: 422,
    vi: 'Lịch {calendar} chỉ biết từ {from} đến {to}. Kiểm tra lại ngày, hoặc bổ sung lịch cho năm đó.',
    en: 'Calendar {calendar} knows {from} to {to} only. Check the date, or add that year to the calendar.',
  },
  'calendar-unknown': {
    status: 404,
    vi: 'Không có lịch làm việc {calendar}. Chạy saoy policy check để xem các lịch đang có.',
    en: 'There is no calendar {calendar}. Run saoy policy check to see those there are.',
  },
  'policy-unknown': {
    status: 404,
    vi: 'Không có bộ quy định {policy}. Chạy saoy policy check để xem các bộ đang có.',
    en: 'There is no policy {policy}. Run saoy policy check to see those there are.',
  },
  'policy-not-in-force': {
    status: 422,
    vi: 'Không có bộ quy định nào có hiệu lực cho {area} vào {date}. Bổ sung vào thư mục policies.',
    en: 'No policy is in force for {area} on {date}. Add one to the policies folder.',
  },
  'rules-invalid': {
    status: 422,
    vi: '{file}:{line}: {reason} Sửa tệp rồi chạy saoy policy check.',
    en: '{file}:{line}: {reason} Correct the file and run saoy policy check.',
  },
  'extension-too-long': {
    status: 422,
    vi: 'Chỉ được kéo dài thêm từ 1 đến {daysMax} ngày làm việc; dài hơn thì cần ngày hẹn theo thỏa thuận bằng văn bản.',
    en: 'An extension is 1 to {daysMax} working days; a longer one needs the date of a written agreement.',
  },
  'extension-without-ground': {
    status: 422,
    vi: 'Chọn một lý do kéo dài theo quy định: {grounds}.',
    en: 'Choose a legal ground for the extension: {grounds}.',
  },
  'extension-not-later': {
    status: 422,
    vi: 'Ngày thỏa thuận {until} không muộn hơn hạn hiện tại {due}. Chọn ngày sau đó.',
    en: 'The agreed date {until} is not after the present due {due}. Choose a later one.',
  },
  'extension-agreement-missing': {
    status: 422,
    vi: 'Kéo dài đến một ngày thỏa thuận thì phải đính kèm văn bản thỏa thuận với người yêu cầu.',
    en: 'An extension to an agreed date needs the written agreement attached.',
  },
  'dossier-paused': {
    status: 409,
    vi: 'Hồ sơ đang tạm dừng theo quy định. Bấm “Tiếp tục” rồi làm lại việc này.',
    en: 'The dossier is paused by a rule. Resume it, then act again.',
  },
  'dossier-not-paused': {
    status: 409,
    vi: 'Hồ sơ không tạm dừng. Tải lại trang để xem tình trạng hiện tại.',
    en: 'The dossier is not paused. Load the page again.',
  },
  'pause-ground-unknown': {
    status: 422,
    vi: 'Bộ quy định của hồ sơ không cho tạm dừng vì lý do này. Thời hạn tiếp tục tính.',
    en: "The dossier's policy allows no pause for this reason. The clock goes on.",
  },
  'what-if-unasked': {
    status: 422,
    vi: 'Chưa nêu thay đổi nào. Cho biết một ngày nghỉ, một tệp quy định hoặc lịch, một bộ quy định khác, hoặc số người ở mỗi bước.',
    en: 'No change is named. Give a day off, a file of rules, another policy, or the people at each step.',
  },
  'service-times-missing': {
    status: 422,
    vi: 'Chưa đo được thời gian làm một hồ sơ ở bước {step}. Cho biết số phút ở mỗi bước.',
    en: 'How long a dossier takes at step {step} was not measured yet. Give the minutes of each step.',
  },
  'budget-invalid': {
    status: 422,
    vi: 'Thời gian còn lại của bước phải là số mili giây nguyên, không âm.',
    en: 'What is left of a budget must be a whole number of milliseconds, not negative.',
  },
} satisfies Record<string, ProblemText>;
