import { clockOf, dayOf, formatDate, formatDateVi, weekdayOf } from '../../time/time';

/**
 * Instants as people read them in Vietnam. UTC+7 all year (no daylight saving), so the arithmetic
 * is a shift of integers and never the zone of the computer that shows the page.
 */
const minuteMs = 60_000;

const two = (value: number): string => String(value).padStart(2, '0');

/** `dd/MM/yyyy HH:mm` at UTC+7. */
export function dateTime(instant: string | number): string {
  return `${dateOnly(instant)} ${timeOnly(instant)}`;
}

/** `dd/MM HH:mm` at UTC+7: of what is days old at most. */
export function shortTime(instant: string | number): string {
  return `${dateOnly(instant).slice(0, 5)} ${timeOnly(instant)}`;
}

/** `dd/MM/yyyy` at UTC+7. */
export function dateOnly(instant: string | number): string {
  return formatDateVi(dayOf(millis(instant)));
}

/** `HH:mm` at UTC+7. */
export function timeOnly(instant: string | number): string {
  return clockOf(millis(instant));
}

/** `yyyy-MM-dd` at UTC+7, as query parameters want it. */
export function isoDate(instant: string | number): string {
  return formatDate(dayOf(millis(instant)));
}

const weekdays = ['Chủ nhật', 'thứ Hai', 'thứ Ba', 'thứ Tư', 'thứ Năm', 'thứ Sáu', 'thứ Bảy'];

/** "17:30 hôm nay", "17:30 ngày mai", "17:30 thứ Ba 01/12"; another year is named. */
export function dueWords(instant: string | number, nowMs: number): string {
  const days = dayNumber(instant) - dayNumber(nowMs);
  if (days === 0) return `${timeOnly(instant)} hôm nay`;
  if (days === 1) return `${timeOnly(instant)} ngày mai`;
  const weekday = weekdays[weekdayOf(dayOf(millis(instant)))];
  const date = dateOnly(instant);
  const isThisYear = date.slice(6) === dateOnly(nowMs).slice(6);
  return `${timeOnly(instant)} ${weekday} ${isThisYear ? date.slice(0, 5) : date}`;
}

/** Whole minutes in words: "45 phút", "3 giờ 05 phút", "2 ngày 4 giờ". Negative counts as 0. */
export function durationWords(ms: number): string {
  const minutes = Math.max(0, Math.floor(ms / minuteMs));
  const hours = Math.floor(minutes / 60);
  if (hours === 0) return `${minutes} phút`;
  if (hours < 24) return minutes % 60 ? `${hours} giờ ${two(minutes % 60)} phút` : `${hours} giờ`;
  const days = Math.floor(hours / 24);
  return hours % 24 ? `${days} ngày ${hours % 24} giờ` : `${days} ngày`;
}

export function sameDay(a: string | number, b: string | number): boolean {
  return dayNumber(a) === dayNumber(b);
}

export function millis(instant: string | number): number {
  return typeof instant === 'number' ? instant : Date.parse(instant);
}

function dayNumber(instant: string | number): number {
  return dayOf(millis(instant));
}
