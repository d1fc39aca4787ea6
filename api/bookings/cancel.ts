import { z } from '@hono/zod-openapi';
import { cancelBooking } from '../../db/bookings/change-booking';
import { getBookingOf } from '../../db/bookings/find-bookings';
import { idempotencyHeaderSchema } from '../http/contract';
import type { Mount } from '../http/env';
import { defineRoute, serve } from '../http/guarded-route';
import { withIdempotency } from '../http/idempotency';
import { describeResponses, json } from '../http/responses';
import { bookingRowSchema } from './booking-contract';
import { BookingParts } from './booking-parts';
import { viewRow } from './view';

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
  const parts = new BookingParts(deps);
  serve(app, deps, route, async (c, { officeId, signedIn }) => {
    const { id } = await getBookingOf(deps.db, officeId, c.req.valid('param').bookingId);
    const view = await withIdempotency(c, deps, async () => {
      const terms = await parts.termsAt(officeId);
      const actor = { actorId: signedIn.personId, at: new Date(deps.now()) };
      return viewRow(await cancelBooking(deps.db, terms, id, actor), new Set());
    });
    return c.json(view, 200);
  });
};
