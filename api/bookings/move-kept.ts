import { moveBooking } from '../../db/bookings/change-booking';
import type { Mount } from '../http/env';
import { defineRoute, serve } from '../http/guarded-route';
import { describeResponses, json } from '../http/responses';
import { bookingLinkParams, bookingSchema, newHourSchema } from './booking-contract';
import { BookingParts } from './booking-parts';
import { orNameFree, requireBookable } from './free-hours';

const route = defineRoute('booking.keep', {
  method: 'post',
  path: '/api/public/bookings/{link}/move',
  tags: ['public'],
  summary: 'Move one’s own appointment to a free hour',
  request: {
    params: bookingLinkParams,
    body: { required: true, content: { 'application/json': { schema: newHourSchema } } },
  },
  responses: describeResponses({ 200: json(bookingSchema, 'At its new hour') }),
});

export const mountMoveKept: Mount = (app, deps) => {
  const parts = new BookingParts(deps);
  serve(app, deps, route, async (c) => {
    const { id, officeId } = await parts.open(c.req.valid('param').link);
    const office = await parts.getOffice(officeId);
    const terms = parts.termsOf(office);
    const startsAt = new Date(c.req.valid('json').startsAt);
    await requireBookable(deps, office, terms, startsAt.getTime());
    const actor = { actorId: c.var.signedIn?.personId ?? null, at: new Date(deps.now()) };
    const moved = await orNameFree(deps, office, terms, startsAt.getTime(), () =>
      moveBooking(deps.db, terms, id, { startsAt, words: null }, actor),
    );
    return c.json(await parts.view(moved), 200);
  });
};
