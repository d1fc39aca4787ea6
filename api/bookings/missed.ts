import { z } from '@hono/zod-openapi';
import { recordMissed } from '../../db/bookings/change-booking';
import { getBookingOf } from '../../db/bookings/find-bookings';
import { idempotencyHeaderSchema } from '../http/contract';
import type { Mount } from '../http/env';
import { defineRoute, serve } from '../http/guarded-route';
import { withIdempotency } from '../http/idempotency';
import { describeResponses, json } from '../http/responses';
import { bookingRowSchema } from './booking-contract';
import { BookingParts } from './booking-parts';
import { viewRow } from './view';

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
  const parts = new BookingParts(deps);
  serve(app, deps, route, async (c, { officeId, signedIn }) => {
    const { id } = await getBookingOf(deps.db, officeId, c.req.valid('param').bookingId);
    const view = await withIdempotency(c, deps, async () => {
      const terms = await parts.termsAt(officeId);
      const actor = { actorId: signedIn.personId, at: new Date(deps.now()) };
      return viewRow(await recordMissed(deps.db, terms, id, actor), new Set());
    });
    return c.json(view, 200);
  });
};
