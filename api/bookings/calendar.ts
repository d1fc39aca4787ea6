import { calendarFileType, writeCalendarFile } from '../../documents/appointment/calendar-file';
import { bookingPage } from '../../domain/bookings';
import { SaoyError } from '../../domain/problem';
import type { Mount } from '../http/env';
import { defineRoute, serveByHand } from '../http/guarded-route';
import { binary, describeResponses } from '../http/responses';
import { bookingLinkParams } from './booking-contract';
import { BookingParts } from './booking-parts';

const route = defineRoute('booking.keep', {
  method: 'get',
  path: '/api/public/bookings/{link}/calendar',
  tags: ['public'],
  summary: 'The appointment as a file for calendars (RFC 5545)',
  request: { params: bookingLinkParams },
  responses: describeResponses({ 200: binary(calendarFileType, 'One VEVENT') }),
});

export const mountBookingCalendar: Mount = (app, deps) => {
  const parts = new BookingParts(deps);
  serveByHand(app, deps, route, async (_c, _found, { link }) => {
    const row = await parts.open(link);
    const { office, code, startsAt, documentType } = await parts.view(row);
    if (code === null || startsAt === null) throw new SaoyError('booking-unknown');
    const text = writeCalendarFile({
      ...{ id: row.id, code, revision: row.revision, documentType },
      ...{ startsAt: Date.parse(startsAt), changedAt: deps.now() },
      ...{ isCancelled: row.state === 'cancelled', officeName: office.name, note: office.note },
      link: bookingPage(deps.settings.publicUrl, link),
    });
    return new Response(text, {
      headers: {
        'Content-Type': calendarFileType,
        'Content-Disposition': 'attachment; filename="lich-hen.ics"',
      },
    });
  });
};
