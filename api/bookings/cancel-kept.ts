import { cancelBooking } from '../../db/bookings/change-booking';
import type { Mount } from '../http/env';
import { defineRoute, serve } from '../http/guarded-route';
import { describeResponses, json } from '../http/responses';
import { bookingLinkParams, bookingSchema } from './booking-contract';
import { BookingParts } from './booking-parts';

const route = defineRoute('booking.keep', {
  method: 'post',
  path: '/api/public/bookings/{link}/cancel',
  tags: ['public'],
  summary: 'Cancel one’s own appointment, give back a place that is kept, or leave a waiting list',
  request: { params: bookingLinkParams },
  responses: describeResponses({ 200: json(bookingSchema, 'It is cancelled') }),
});

export const mountCancelKept: Mount = (app, deps) => {
  const parts = new BookingParts(deps);
  serve(app, deps, route, async (c) => {
    const { id, officeId } = await parts.open(c.req.valid('param').link);
    const terms = await parts.termsAt(officeId);
    const actor = { actorId: c.var.signedIn?.personId ?? null, at: new Date(deps.now()) };
    const cancelled = await cancelBooking(deps.db, terms, id, actor);
    return c.json(await parts.view(cancelled), 200);
  });
};
