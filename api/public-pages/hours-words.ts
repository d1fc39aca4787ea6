import { openingNow, type OpeningDay } from '../../deadlines/opening-days';
import { clockOf, dayOf, formatDateVi, type Day, weekdayOf } from '../../time/time';
import type { PageDeps } from './frame';

const weekdays = ['Chủ nhật', 'Thứ Hai', 'Thứ Ba', 'Thứ Tư', 'Thứ Năm', 'Thứ Sáu', 'Thứ Bảy'];

/** `Thứ Tư, 25/11/2026`. */
export function dayWords(day: Day): string {
  return `${weekdays[weekdayOf(day)]}, ${formatDateVi(day)}`;
}

/** `08:00–12:00, 13:30–17:30`, or why not. */
export function sessionWords({ sessions, off }: OpeningDay): string {
  if (sessions.length === 0) return off ? `Nghỉ: ${off.name}` : 'Nghỉ';
  return sessions.map(({ from, to }) => `${clockOf(from)}–${clockOf(to)}`).join(', ');
}

/** Whether an office receives now, in a sentence. */
export function nowWords(
  { rules, now }: Pick<PageDeps, 'rules' | 'now'>,
  { calendarId }: { calendarId: string },
): string {
  const at = now();
  const answer = openingNow(rules.calendarOf(calendarId), at);
  if (answer.isOpen) return `Đang mở cửa, đến ${clockOf(answer.until)}`;
  if (answer.opensAt === null) return 'Chưa có giờ làm việc';
  const day = dayOf(answer.opensAt);
  const when = day === dayOf(at) ? 'hôm nay' : dayWords(day);
  return `Đang đóng cửa, mở lại ${clockOf(answer.opensAt)} ${when}`;
}
