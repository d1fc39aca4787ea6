import { z } from '@hono/zod-openapi';
import { recordExceptions } from '../../db/bookings/plans';
import { actKeyOf } from '../../domain/act-key';
import { startOfDay } from '../../time/time';
import { idempotencyHeaderSchema } from '../http/contract';
import type { Mount } from '../http/env';
import { defineRoute, serve } from '../http/guarded-route';
import { withIdempotency } from '../http/idempotency';
import { describeResponses, json } from '../http/responses';
import { bookingDaysSchema, bookingHoursChangeSchema } from './booking-contract';
import { BookingParts } from './booking-parts';
import { readDay } from './free-hours';
import { offerFreed } from './offer-freed';
import { viewDays } from './view-days';

const route = defineRoute('booking-plan.change', {
  method: 'post',
  path: '/api/offices/{officeId}/booking-hours',
  tags: ['bookings'],
  summary: 'Close hours of one day, or give them other seats; the answer names whom it hits',
  request: {
    params: z.object({ officeId: z.uuid() }),
    headers: idempotencyHeaderSchema,
    body: { required: true, content: { 'application/json': { schema: bookingHoursChangeSchema } } },
  },
  responses: describeResponses({
    200: json(bookingDaysSchema, 'The day; who has no place any more is marked'),
  }),
});

/** Nothing is moved by it: whom it hits is asked, one by one or all at once (`booking.move`). */
export const mountChangeHours: Mount = (app, deps) => {
  const parts = new BookingParts(deps);
  serve(app, deps, route, async (c, { officeId, signedIn }) => {
    const { date, fromHour, toHour, seats } = c.req.valid('json');
    const office = await parts.getOffice(officeId);
    const day = readDay(date);
    const view = await withIdempotency(c, deps, async (key) => {
      const actorId = signedIn.personId;
      const actKey = actKeyOf('booking-hours', actorId, key);
      const at = new Date(deps.now());
      const hours = Array.from({ length: toHour - fromHour }, (_, more) => fromHour + more);
      await recordExceptions(deps.db, { officeId, actorId, actKey, at }, { date, hours, seats });
      if (startOfDay(day + 1) > deps.now()) await offerFreed(deps, office, parts.termsOf(office));
      return viewDays(deps, office, day, day);
    });
    return c.json(view, 200);
  });
};
