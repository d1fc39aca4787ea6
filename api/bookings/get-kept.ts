import type { Mount } from '../http/env';
import { defineRoute, serve } from '../http/guarded-route';
import { describeResponses, json } from '../http/responses';
import { bookingLinkParams, bookingSchema } from './booking-contract';
import { BookingParts } from './booking-parts';

const route = defineRoute('booking.keep', {
  method: 'get',
  path: '/api/public/bookings/{link}',
  tags: ['public'],
  summary: 'One appointment, by its link',
  request: { params: bookingLinkParams },
  responses: describeResponses({ 200: json(bookingSchema, 'As it is now') }),
});

export const mountKeptBooking: Mount = (app, deps) => {
  const parts = new BookingParts(deps);
  serve(app, deps, route, async (c) =>
    c.json(await parts.view(await parts.open(c.req.valid('param').link)), 200),
  );
};
