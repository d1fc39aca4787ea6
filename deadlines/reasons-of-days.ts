import type { Calendar, Dated } from './calendar';
import type { DeadlineQuestion } from './questions';
import type { Reason } from './rules';
import { findService } from './service-hours';
import { parseDate } from './parse-time';
import {
  type Day,
  dayOf,
  formatDateVi,
  formatInstantVi,
  formatTime,
  timeOfDay,
  weekdayOf,
} from '../time/time';
import { isWorkingDay } from './working-time';

const weekdayNames = [
  ...['Chủ nhật', 'thứ Hai', 'thứ Ba', 'thứ Tư'],
  ...['thứ Năm', 'thứ Sáu', 'thứ Bảy'],
] as const;
/** Days of rest that are named one by one; of more, only their number is said. */
const namedMax = 6;

/** The office's hours on a day; nothing where another day that was told of already has the same. */
export function explainHours(calendar: Calendar, day: Day, told: Day | undefined): Reason[] {
  if (day === told) return [];
  const hours = calendar.findHours(day);
  const text = sessionsText(calendar, day);
  if (!hours || text === '') return [];
  if (told !== undefined && text === sessionsText(calendar, told)) return [];
  return [{ rule: `Giờ làm việc ngày ${formatDateVi(day)}: ${text}.`, citation: hours.citation }];
}

/** Why an acceptance outside working time is received at the next opening. */
export function explainOutsideHours(
  { acceptedAt, policy, calendar }: DeadlineQuestion,
  receivedAt: number,
): Reason[] {
  if (receivedAt === acceptedAt) return [];
  const day = dayOf(acceptedAt);
  const off = between(calendar.daysOff, day, day)[0]?.entry;
  const service = findService(calendar, acceptedAt);
  let where = 'ngoài giờ làm việc';
  if (service) where = 'trong buổi phục vụ ngày nghỉ';
  else if (off) where = `vào ngày nghỉ (${off.name})`;
  else if (!isWorkingDay(calendar, day)) where = `vào ngày nghỉ hằng tuần (${weekdayName(day)})`;
  return [
    {
      rule: `Tiếp nhận ${where}: coi như nhận lúc mở cửa kế tiếp, ${formatInstantVi(receivedAt)}.`,
      citation: [policy.outsideHours.citation, service?.citation ?? off?.citation]
        .filter((citation) => citation !== undefined)
        .join('; '),
    },
  ];
}

/** Which days do not count from one to another, and which count although they are days of rest. */
export function explainDaysBetween(calendar: Calendar, from: Day, to: Day): Reason[] {
  return [
    ...weeklyRest(calendar, from, to),
    ...between(calendar.daysOff, from, to).map(({ day, entry }) => ({
      rule: `Ngày ${formatDateVi(day)} không tính: ${entry.name}.`,
      citation: entry.citation,
    })),
    ...between(calendar.swappedWorkdays, from, to).map(({ day, entry }) => ({
      rule: `Ngày ${formatDateVi(day)} là ngày làm bù cho ${formatDateVi(parseDate(entry.insteadOf))}: tính như ngày làm việc.`,
      citation: entry.citation,
    })),
  ];
}

function weeklyRest(calendar: Calendar, from: Day, to: Day): Reason[] {
  const days: Day[] = [];
  for (let day = from; day <= to; day++) {
    if (isWorkingDay(calendar, day)) continue;
    if (between(calendar.daysOff, day, day).length === 0) days.push(day);
  }
  const [first, last] = [days[0], days.at(-1)];
  if (first === undefined || last === undefined) return [];
  const text =
    days.length > namedMax
      ? `${days.length} ngày từ ${formatDateVi(first)} đến ${formatDateVi(last)}`
      : days.map((day) => `${weekdayName(day)} ${formatDateVi(day)}`).join(', ');
  const citation = calendar.findHours(first)?.citation ?? calendar.data.name;
  return [{ rule: `Nghỉ hằng tuần, không tính: ${text}.`, citation }];
}

function weekdayName(day: Day): string {
  return weekdayNames[weekdayOf(day)] ?? '';
}

/** `08:00–12:00, 13:30–17:30`; empty on a day of rest. */
export function sessionsText(calendar: Calendar, day: Day): string {
  const index = day - calendar.firstDay;
  const sessions: string[] = [];
  for (let i = calendar.firstSession[index]!; i < calendar.firstSession[index + 1]!; i++) {
    const [start, end] = [calendar.sessionStart[i]!, calendar.sessionEnd[i]!];
    sessions.push(`${formatTime(timeOfDay(start))}–${formatTime(timeOfDay(end))}`);
  }
  return sessions.join(', ');
}

/** The entries from one day to another; the list is in order, so halving finds the first. */
function between<Entry>(
  entries: readonly Dated<Entry>[],
  from: Day,
  to: Day,
): readonly Dated<Entry>[] {
  let [low, high] = [0, entries.length];
  while (low < high) {
    const middle = (low + high) >>> 1;
    if (entries[middle]!.day < from) low = middle + 1;
    else high = middle;
  }
  let end = low;
  while (end < entries.length && entries[end]!.day <= to) end++;
  return entries.slice(low, end);
}
