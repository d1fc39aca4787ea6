import { confirmBooking, type BookingFacts } from '../../db/bookings/change-booking';
import type { Mount } from '../http/env';
import { defineRoute, serve } from '../http/guarded-route';
import { describeResponses, json } from '../http/responses';
import { bookingFactsSchema, bookingLinkParams, bookingSchema } from './booking-contract';
import { BookingParts } from './booking-parts';
import { orNameFree } from './free-hours';

const route = defineRoute('booking.confirm', {
  method: 'post',
  path: '/api/public/bookings/{link}/confirm',
  tags: ['public'],
  summary: 'Make an appointment of a place that is kept; sent again, it answers the same',
  request: {
    params: bookingLinkParams,
    body: { required: true, content: { 'application/json': { schema: bookingFactsSchema } } },
  },
  responses: describeResponses({ 200: json(bookingSchema, 'With its code') }),
});

/** A place that was kept for somebody who waited needs no facts: they gave them when they began to wait. */
export const mountConfirmBooking: Mount = (app, deps) => {
  const parts = new BookingParts(deps);
  serve(app, deps, route, async (c) => {
    const held = await parts.open(c.req.valid('param').link);
    const office = await parts.getOffice(held.officeId);
    const terms = parts.termsOf(office);
    const typed = c.req.valid('json').facts;
    const personId = c.var.signedIn?.kind === 'citizen' ? c.var.signedIn.personId : null;
    const facts: BookingFacts | null = typed ? { ...typed, personId } : null;
    const booking = await orNameFree(deps, office, terms, held.startsAt?.getTime() ?? 0, () =>
      confirmBooking(deps.db, terms, held.id, facts, new Date(deps.now())),
    );
    return c.json(await parts.view(booking), 200);
  });
};
