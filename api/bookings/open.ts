import { z } from '@hono/zod-openapi';
import { getBookingOf } from '../../db/bookings/find-bookings';
import { recordBookingOpened } from '../../db/bookings/record-opened';
import type { Mount } from '../http/env';
import { defineRoute, serve } from '../http/guarded-route';
import { describeResponses, json } from '../http/responses';
import { officeBookingSchema } from './booking-contract';
import { viewRow } from './view';

const route = defineRoute('booking.open', {
  method: 'get',
  path: '/api/offices/{officeId}/bookings/{bookingId}',
  tags: ['bookings'],
  summary:
    'One appointment with all that was given, for the counter; that it was opened is recorded',
  request: { params: z.object({ officeId: z.uuid(), bookingId: z.uuid() }) },
  responses: describeResponses({ 200: json(officeBookingSchema, 'Nothing masked') }),
});

export const mountOpenBooking: Mount = (app, deps) => {
  serve(app, deps, route, async (c, { officeId, signedIn }) => {
    const row = await getBookingOf(deps.db, officeId, c.req.valid('param').bookingId);
    const at = new Date(deps.now());
    await recordBookingOpened(deps.db, row, { actorId: signedIn.personId, at });
    const { identifier, phone, email } = row;
    return c.json({ ...viewRow(row, new Set()), identifier, phone, email }, 200);
  });
};
