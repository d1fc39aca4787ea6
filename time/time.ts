/*
 * Time is an integer: milliseconds since 1970-01-01T00:00Z, shown at UTC+7. Vietnam has kept that
 * offset without daylight saving since 1975, so no zone database is asked:
 * the answer is the same on every host, under every TZ and every ICU.
 */
export const msPerMinute = 60_000;
export const msPerDay = 86_400_000;
const offsetMs = 7 * 60 * msPerMinute;

/**
 * An instant (epoch milliseconds) as a `Date` whose UTC fields read as the clock of Vietnam: for writers that
 * know no zones, such as spreadsheets and PDF dates. It is no instant any more.
 */
export function localClock(instant: number): Date {
  return new Date(instant + offsetMs);
}

/** A day as the number of days since 1970-01-01, at UTC+7. */
export type Day = number;

/** The Vietnamese day that holds `instant` (epoch milliseconds). */
export function dayOf(instant: number): Day {
  return Math.floor((instant + offsetMs) / msPerDay);
}

/** Epoch milliseconds at which a Vietnamese day begins. */
export function startOfDay(day: Day): number {
  return day * msPerDay - offsetMs;
}

/** Milliseconds since the Vietnamese midnight before `instant`. */
export function timeOfDay(instant: number): number {
  return instant - startOfDay(dayOf(instant));
}

/** 0 = Sunday … 6 = Saturday. Day 0 was a Thursday. */
export function weekdayOf(day: Day): number {
  return (((day + 4) % 7) + 7) % 7;
}

export interface CivilDate {
  year: number;
  month: number;
  day: number;
}

/** Proleptic Gregorian date → day number (H. Hinnant, "chrono-compatible low-level date algorithms"). */
export function toDay({ year, month, day }: CivilDate): Day {
  const shifted = month <= 2 ? year - 1 : year;
  const era = Math.floor(shifted / 400);
  const yearOfEra = shifted - era * 400;
  const dayOfYear = Math.floor((153 * (month + (month > 2 ? -3 : 9)) + 2) / 5) + day - 1;
  const dayOfEra =
    yearOfEra * 365 + Math.floor(yearOfEra / 4) - Math.floor(yearOfEra / 100) + dayOfYear;
  return era * 146_097 + dayOfEra - 719_468;
}

/** Day number → proleptic Gregorian date; the inverse of `toDay`. */
export function toCivil(day: Day): CivilDate {
  const shifted = day + 719_468;
  const era = Math.floor(shifted / 146_097);
  const dayOfEra = shifted - era * 146_097;
  const yearOfEra = Math.floor(
    (dayOfEra -
      Math.floor(dayOfEra / 1460) +
      Math.floor(dayOfEra / 36_524) -
      Math.floor(dayOfEra / 146_096)) /
      365,
  );
  const dayOfYear =
    dayOfEra - (365 * yearOfEra + Math.floor(yearOfEra / 4) - Math.floor(yearOfEra / 100));
  const shiftedMonth = Math.floor((5 * dayOfYear + 2) / 153);
  const month = shiftedMonth < 10 ? shiftedMonth + 3 : shiftedMonth - 9;
  return {
    year: yearOfEra + era * 400 + (month <= 2 ? 1 : 0),
    month,
    day: dayOfYear - Math.floor((153 * shiftedMonth + 2) / 5) + 1,
  };
}

/** `2026-11-23` → day number; undefined where the text is no date of the calendar. */
export function findDate(text: string): Day | undefined {
  const parts = /^(\d{4})-(\d{2})-(\d{2})$/.exec(text);
  if (!parts) return undefined;
  const day = toDay({ year: Number(parts[1]), month: Number(parts[2]), day: Number(parts[3]) });
  return formatDate(day) === text ? day : undefined;
}

export function formatDate(day: Day): string {
  const civil = toCivil(day);
  return `${pad(civil.year, 4)}-${pad(civil.month, 2)}-${pad(civil.day, 2)}`;
}

/** As Vietnamese offices write it: `23/11/2026`. */
export function formatDateVi(day: Day): string {
  const civil = toCivil(day);
  return `${pad(civil.day, 2)}/${pad(civil.month, 2)}/${pad(civil.year, 4)}`;
}

/** `13:30` → milliseconds since midnight; undefined where it is no time of a day. `24:00` is its end. */
export function findTime(text: string): number | undefined {
  const parts = /^(\d{2}):(\d{2})$/.exec(text);
  const [hours, minutes] = [Number(parts?.[1]), Number(parts?.[2])];
  if (!parts || minutes > 59 || hours * 60 + minutes > 24 * 60) return undefined;
  return (hours * 60 + minutes) * msPerMinute;
}

/** Milliseconds since midnight → `13:30`, with seconds and milliseconds only where there are any. */
export function formatTime(ms: number): string {
  const minutes = Math.floor(ms / msPerMinute);
  const rest = ms - minutes * msPerMinute;
  const seconds = Math.floor(rest / 1000);
  const clock = `${pad(Math.floor(minutes / 60), 2)}:${pad(minutes % 60, 2)}`;
  if (rest === 0) return clock;
  return `${clock}:${pad(seconds, 2)}${rest % 1000 === 0 ? '' : `.${pad(rest % 1000, 3)}`}`;
}

/** `17:30`, to the minute. */
export function clockOf(instant: number): string {
  return formatTime(Math.floor(timeOfDay(instant) / msPerMinute) * msPerMinute);
}

/** `17:30 ngày 25/11/2026`, for sentences. */
export function formatInstantVi(instant: number): string {
  return `${formatTime(timeOfDay(instant))} ngày ${formatDateVi(dayOf(instant))}`;
}

/** The same to the minute: what people read of an instant that a machine took. */
export function formatMinuteVi(instant: number): string {
  return formatInstantVi(Math.floor(instant / msPerMinute) * msPerMinute);
}

/** `2026-11-25T17:30:00+07:00`; milliseconds are written only where there are any. */
export function formatInstant(instant: number): string {
  const ms = timeOfDay(instant);
  const clock = formatTime(ms);
  return `${formatDate(dayOf(instant))}T${clock.length === 5 ? `${clock}:00` : clock}+07:00`;
}

function pad(value: number, width: number): string {
  return String(value).padStart(width, '0');
}
