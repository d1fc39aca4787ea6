import { z } from '@hono/zod-openapi';
import { cancelBooking } from '../../db/bookings/change-booking';
import { idempotencyHeaderSchema } from '../http/contract';
import type { Mount } from '../http/env';
import { defineRoute, serve } from '../http/guarded-route';
import { describeResponses, json } from '../http/responses';
import { bookingRowSchema } from './booking-contract';
import { BookingParts } from './booking-parts';
import { endAtCounter } from './end-at-counter';

const route = defineRoute('booking.move', {
  method: 'post',
  path: '/api/offices/{officeId}/bookings/{bookingId}/cancel',
  tags: ['bookings'],
  summary: 'Cancel an appointment that its holder gives up at the counter or by telephone',
  request: {
    params: z.object({ officeId: z.uuid(), bookingId: z.uuid() }),
    headers: idempotencyHeaderSchema,
  },
  responses: describeResponses({ 200: json(bookingRowSchema, 'As it is now') }),
});

export const mountCancelBooking: Mount = (app, deps) => {
  const shared = { deps, parts: new BookingParts(deps) };
  serve(app, deps, route, async (c, { officeId, signedIn: { personId: actorId } }) => {
    const { bookingId } = c.req.valid('param');
    const asked = { officeId, bookingId, actorId };
    return c.json(await endAtCounter(c, shared, asked, cancelBooking), 200);
  });
};
