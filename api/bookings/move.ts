import { z } from '@hono/zod-openapi';
import { moveBooking } from '../../db/bookings/change-booking';
import { getBookingOf } from '../../db/bookings/find-bookings';
import { idempotencyHeaderSchema } from '../http/contract';
import type { Mount } from '../http/env';
import { defineRoute, serve } from '../http/guarded-route';
import { withIdempotency } from '../http/idempotency';
import { describeResponses, json } from '../http/responses';
import { bookingRowSchema, officeMoveSchema } from './booking-contract';
import { BookingParts } from './booking-parts';
import { orNameFree, requireBookable } from './free-hours';
import { viewRow } from './view';

const route = defineRoute('booking.move', {
  method: 'post',
  path: '/api/offices/{officeId}/bookings/{bookingId}/move',
  tags: ['bookings'],
  summary: 'Move an appointment to a free hour, with the reason; its holder is told [T-16]',
  request: {
    params: z.object({ officeId: z.uuid(), bookingId: z.uuid() }),
    headers: idempotencyHeaderSchema,
    body: { required: true, content: { 'application/json': { schema: officeMoveSchema } } },
  },
  responses: describeResponses({ 200: json(bookingRowSchema, 'At its new hour') }),
});

export const mountMoveBooking: Mount = (app, deps) => {
  const parts = new BookingParts(deps);
  serve(app, deps, route, async (c, { officeId, signedIn }) => {
    const { id } = await getBookingOf(deps.db, officeId, c.req.valid('param').bookingId);
    const { ground, reason, ...body } = c.req.valid('json');
    const startsAt = new Date(body.startsAt);
    const office = await parts.getOffice(officeId);
    // The office may take somebody sooner than those who book by themselves.
    const terms = { ...parts.termsOf(office), leadMs: 0 };
    const view = await withIdempotency(c, deps, async () => {
      await requireBookable(deps, office, terms, startsAt.getTime());
      const actor = { actorId: signedIn.personId, at: new Date(deps.now()) };
      const to = { startsAt, words: { ground, reason } };
      const moved = await orNameFree(deps, office, terms, startsAt.getTime(), () =>
        moveBooking(deps.db, terms, id, to, actor),
      );
      return viewRow(moved, new Set());
    });
    return c.json(view, 200);
  });
};
