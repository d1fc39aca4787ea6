import type { Calendar, DayOff, SwappedWorkday } from './calendar';
import { sessionsText } from './reasons-of-days';
import { parseDate } from './parse-time';
import { type Day, formatDate, formatDateVi } from '../time/time';

/** Changes that are named one by one; of more, only their number is said. */
const namedMax = 3;

/**
 * What two versions of a calendar say differently from one day to another, each with the decision behind it,
 * as it stands in a trace: `23/11/2026 nghỉ Ngày mẫu, theo QĐ mẫu`. Empty where nothing there differs.
 */
export function describeCalendarChange(
  before: Calendar,
  after: Calendar,
  from: Day,
  to: Day,
): string {
  const inRange = ({ date }: { date: string }) =>
    formatDate(from) <= date && date <= formatDate(to);
  const changes = [
    ...missingIn(before.data.daysOff, after.data.daysOff).filter(inRange).map(off),
    ...missingIn(after.data.daysOff, before.data.daysOff).filter(inRange).map(noLongerOff),
    ...missingIn(before.data.swappedWorkdays, after.data.swappedWorkdays)
      .filter(inRange)
      .map(swapped),
    ...missingIn(after.data.swappedWorkdays, before.data.swappedWorkdays)
      .filter(inRange)
      .map(noLongerSwapped),
    ...otherHours(before, after, from, to),
  ];
  const more = changes.length - namedMax;
  return [...changes.slice(0, namedMax), ...(more > 0 ? [`và ${more} thay đổi khác`] : [])].join(
    '; ',
  );
}

/** Entries for days of which the other version knows nothing. */
function missingIn<Entry extends { date: string }>(
  known: readonly Entry[],
  entries: readonly Entry[],
): Entry[] {
  const dates = new Set(known.map(({ date }) => date));
  return entries.filter(({ date }) => !dates.has(date));
}

const vi = (date: string) => formatDateVi(parseDate(date));
/** Names of substitute and swapped days begin with the word already. */
const rest = (name: string) => (name.startsWith('nghỉ') ? name : `nghỉ ${name}`);
const off = ({ date, name, citation }: DayOff) => `${vi(date)} ${rest(name)}, theo ${citation}`;
const noLongerOff = ({ date, name, citation }: DayOff) =>
  `${vi(date)} không còn ${rest(name)}, trước theo ${citation}`;
const swapped = ({ date, insteadOf, citation }: SwappedWorkday) =>
  `${vi(date)} làm bù cho ${vi(insteadOf)}, theo ${citation}`;
const noLongerSwapped = ({ date, insteadOf, citation }: SwappedWorkday) =>
  `${vi(date)} không còn làm bù cho ${vi(insteadOf)}, trước theo ${citation}`;

/** The first day on which the office works by both, but at other hours. */
function otherHours(before: Calendar, after: Calendar, from: Day, to: Day): string[] {
  for (let day = from; day <= to; day++) {
    const [was, is] = [sessionsText(before, day), sessionsText(after, day)];
    if (was === '' || is === '' || was === is) continue;
    const { citation } = after.findHours(day) ?? {};
    return [`giờ làm việc từ ${formatDateVi(day)} là ${is}${citation ? `, theo ${citation}` : ''}`];
  }
  return [];
}
