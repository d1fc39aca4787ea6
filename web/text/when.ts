import { clockOf, dayOf, findDate, formatDateVi, weekdayOf } from '../../time/time';

const weekdays = ['Chủ nhật', 'Thứ hai', 'Thứ ba', 'Thứ tư', 'Thứ năm', 'Thứ sáu', 'Thứ bảy'];
const shortWeekdays = ['CN', 'T2', 'T3', 'T4', 'T5', 'T6', 'T7'];

/** `08:00, Thứ năm 26/11/2026`. @param instant ISO */
export function hourWords(instant: string): string {
  const at = Date.parse(instant);
  const day = dayOf(at);
  return `${clockOf(at)}, ${weekdays[weekdayOf(day)]} ${formatDateVi(day)}`;
}

/** `08:00`. */
export function clockWords(instant: string): string {
  return clockOf(Date.parse(instant));
}

/** `T5 26/11`, and the whole of it for who hears it. @param date ISO */
export function dayWords(date: string): { short: string; long: string } {
  const day = findDate(date) ?? 0;
  const weekday = weekdayOf(day);
  const vi = formatDateVi(day);
  return {
    short: `${shortWeekdays[weekday]} ${vi.slice(0, 5)}`,
    long: `${weekdays[weekday]} ${vi}`,
  };
}
