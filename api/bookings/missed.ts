import { z } from '@hono/zod-openapi';
import { recordMissed } from '../../db/bookings/change-booking';
import { idempotencyHeaderSchema } from '../http/contract';
import type { Mount } from '../http/env';
import { defineRoute, serve } from '../http/guarded-route';
import { describeResponses, json } from '../http/responses';
import { bookingRowSchema } from './booking-contract';
import { BookingParts } from './booking-parts';
import { endAtCounter } from './end-at-counter';

const route = defineRoute('booking.miss', {
  method: 'post',
  path: '/api/offices/{officeId}/bookings/{bookingId}/missed',
  tags: ['bookings'],
  summary: 'Say that somebody did not come; their hour must have begun',
  request: {
    params: z.object({ officeId: z.uuid(), bookingId: z.uuid() }),
    headers: idempotencyHeaderSchema,
  },
  responses: describeResponses({ 200: json(bookingRowSchema, 'As it is now') }),
});

export const mountMissedBooking: Mount = (app, deps) => {
  const shared = { deps, parts: new BookingParts(deps) };
  serve(app, deps, route, async (c, { officeId, signedIn: { personId: actorId } }) => {
    const { bookingId } = c.req.valid('param');
    const asked = { officeId, bookingId, actorId };
    return c.json(await endAtCounter(c, shared, asked, recordMissed), 200);
  });
};
