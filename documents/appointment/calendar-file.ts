import ical, { ICalAlarmType, ICalCalendarMethod, ICalEventStatus } from 'ical-generator';

/** Media type of a calendar file (RFC 5545, section 8.1). */
export const calendarFileType = 'text/calendar; charset=utf-8; method=PUBLISH';

/** So long is set aside in the calendar. */
const lengthMs = 30 * 60_000;
/** Before it begins, seconds. */
const alarmSeconds = 3_600;

export interface AppointmentEntry {
  id: string;
  code: string;
  /** Of each change: a calendar that has an older one takes the newer in its place. */
  revision: number;
  /** Epoch milliseconds. */
  startsAt: number;
  changedAt: number;
  isCancelled: boolean;
  officeName: string;
  /** Where the desk is. */
  note: string | null;
  documentType: string;
  /** The page of the appointment. */
  link: string;
}

/**
 * An appointment as a file that calendars take (RFC 5545). Instants are UTC, so that it is at the right hour wherever it is
 * opened; UID and SEQUENCE have a later file replace an earlier one.
 */
export function writeCalendarFile(entry: AppointmentEntry): string {
  const calendar = ical({
    prodId: { company: 'Sao Y', product: 'Lịch hẹn', language: 'VI' },
    method: ICalCalendarMethod.PUBLISH,
  });
  const event = calendar.createEvent({
    id: `${entry.id}@saoy`,
    sequence: entry.revision,
    stamp: new Date(entry.changedAt),
    start: new Date(entry.startsAt),
    end: new Date(entry.startsAt + lengthMs),
    summary: `Lịch hẹn ${entry.code}: chứng thực bản sao`,
    location: [entry.officeName, entry.note].filter(Boolean).join(', '),
    description: `Giấy tờ: ${entry.documentType}\nMang theo bản chính và giấy tờ tùy thân.`,
    url: entry.link,
    status: entry.isCancelled ? ICalEventStatus.CANCELLED : ICalEventStatus.CONFIRMED,
  });
  if (!entry.isCancelled) {
    event.createAlarm({ type: ICalAlarmType.display, trigger: alarmSeconds });
  }
  return `${calendar.toString()}\r\n`;
}
