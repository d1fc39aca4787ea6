import { listBookingsOf } from '../../db/bookings/find-bookings';
import type { Mount } from '../http/env';
import { defineRoute, serve } from '../http/guarded-route';
import { describeResponses, json } from '../http/responses';
import { myBookingsSchema } from './booking-contract';
import { BookingParts } from './booking-parts';

const route = defineRoute('my-booking.list', {
  method: 'get',
  path: '/api/my/bookings',
  tags: ['citizen'],
  summary: 'The asking citizen’s own appointments, the newest first',
  responses: describeResponses({ 200: json(myBookingsSchema, 'Each with its link') }),
});

export const mountMyBookings: Mount = (app, deps) => {
  const parts = new BookingParts(deps);
  serve(app, deps, route, async (c, { signedIn }) => {
    const rows = await listBookingsOf(deps.db, signedIn.personId);
    return c.json({ bookings: await Promise.all(rows.map((row) => parts.view(row))) }, 200);
  });
};
