import { bookingOf, type NoticeWithFacts } from '../../db/notices/read-claimed';
import { calendarFileType, writeCalendarFile } from '../../documents/appointment/calendar-file';
import { bookingPage } from '../../domain/bookings';
import type { Template } from '../../domain/notices';
import { bookingLinkOf } from '../../identity/bookings/booking-link';
import { keyFor } from '../../identity/secrets/key-for';
import type { ActivityDeps } from '../deps';
import type { Mail } from './mailer';

/** Mails about an appointment that a calendar takes up. */
const withFile: ReadonlySet<Template> = new Set<Template>([
  ...(['booking-made', 'booking-moved', 'booking-cancelled'] as const),
]);

/** The appointment as a file for calendars, where the mail is one that carries it. */
export async function calendarFileOf(
  { publicUrl, secretsKeyFile, now }: Pick<ActivityDeps, 'publicUrl' | 'secretsKeyFile' | 'now'>,
  facts: NoticeWithFacts,
): Promise<Mail['attachments']> {
  const { notice, office } = facts;
  if (notice.subjectKind !== 'booking' || !withFile.has(notice.template)) return [];
  const { code, startsAt, revision, documentType, note } = bookingOf(facts);
  if (code === null || startsAt === null) return [];
  const key = await keyFor(secretsKeyFile, 'booking-links');
  const text = writeCalendarFile({
    ...{ id: notice.subjectId, code, revision, documentType, note, officeName: office.name },
    ...{ startsAt: startsAt.getTime(), changedAt: now().getTime() },
    isCancelled: notice.template === 'booking-cancelled',
    link: bookingPage(publicUrl, bookingLinkOf(key, notice.subjectId)),
  });
  return [{ filename: 'lich-hen.ics', content: Buffer.from(text), contentType: calendarFileType }];
}
