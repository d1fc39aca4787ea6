import { waitForPlace } from '../../db/bookings/change-booking';
import { SaoyError } from '../../domain/problem';
import { dayOf } from '../../time/time';
import type { Mount } from '../http/env';
import { defineRoute, serve } from '../http/guarded-route';
import { describeResponses, json } from '../http/responses';
import { bookingSchema, bookingWaitSchema } from './booking-contract';
import { BookingParts } from './booking-parts';
import { listHours, readDay } from './free-hours';

const route = defineRoute('booking.wait', {
  method: 'post',
  path: '/api/public/booking-waits',
  tags: ['public'],
  summary: 'Wait for a place of a day whose hours are full',
  request: {
    body: { required: true, content: { 'application/json': { schema: bookingWaitSchema } } },
  },
  responses: describeResponses({ 201: json(bookingSchema, 'The turn; a place may be offered') }),
});

/** Whoever has waited longest is offered what comes free first. */
export const mountWaitForPlace: Mount = (app, deps) => {
  const parts = new BookingParts(deps);
  serve(app, deps, route, async (c) => {
    const { officeId, date, facts, proof } = c.req.valid('json');
    const office = await parts.getOffice(officeId);
    const terms = parts.termsOf(office);
    const [now, day] = [deps.now(), readDay(date)];
    const isNear = day >= dayOf(now) && day < dayOf(now) + terms.aheadDays;
    const hours = isNear ? (await listHours(deps, office, day, day)).days[0]?.hours : [];
    const open = (hours ?? []).filter(({ startsAt }) => startsAt > now + terms.leadMs);
    if (open.length === 0) throw new SaoyError('booking-hour-closed');
    await parts.admit(c, terms, proof);
    const personId = c.var.signedIn?.kind === 'citizen' ? c.var.signedIn.personId : null;
    const booking = await waitForPlace(
      deps.db,
      terms,
      { officeId, waitsFor: date, hours: open.map(({ startsAt }) => new Date(startsAt)) },
      { ...facts, personId },
      new Date(now),
    );
    return c.json(await parts.view(booking), 201);
  });
};
