import { z } from '@hono/zod-openapi';
import { proposeMove } from '../../db/bookings/change-booking';
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

const msPerDay = 86_400_000;

const route = defineRoute('booking.move', {
  method: 'post',
  path: '/api/offices/{officeId}/bookings/{bookingId}/propose',
  tags: ['bookings'],
  summary: 'Propose another hour, and keep its place until the holder has answered',
  request: {
    params: z.object({ officeId: z.uuid(), bookingId: z.uuid() }),
    headers: idempotencyHeaderSchema,
    body: { required: true, content: { 'application/json': { schema: officeMoveSchema } } },
  },
  responses: describeResponses({ 200: json(bookingRowSchema, 'With the hour that is proposed') }),
});

/** Whose hour has gone, by a holiday or a closed afternoon, is moved with their consent alone. */
export const mountProposeMove: Mount = (app, deps) => {
  const parts = new BookingParts(deps);
  serve(app, deps, route, async (c, { officeId, signedIn }) => {
    const row = await getBookingOf(deps.db, officeId, c.req.valid('param').bookingId);
    const { ground, reason, ...body } = c.req.valid('json');
    const startsAt = new Date(body.startsAt);
    const office = await parts.getOffice(officeId);
    const terms = parts.termsOf(office);
    const view = await withIdempotency(c, deps, async () => {
      await requireBookable(deps, office, terms, startsAt.getTime());
      const now = deps.now();
      // A day to answer, and no longer than until either hour comes near.
      const until = new Date(
        Math.max(
          now + terms.offerMs,
          Math.min(now + msPerDay, Number(row.startsAt), startsAt.getTime() - terms.leadMs),
        ),
      );
      const to = { startsAt, until, words: { ground, reason } };
      const actor = { actorId: signedIn.personId, at: new Date(now) };
      const proposed = await orNameFree(deps, office, terms, startsAt.getTime(), () =>
        proposeMove(deps.db, terms, row.id, to, actor),
      );
      return viewRow(proposed, new Set());
    });
    return c.json(view, 200);
  });
};
