import { z } from '@hono/zod-openapi';
import { dayOf, formatDate } from '../../time/time';
import { policyInForce } from '../../policies/policy-in-force';
import type { Mount } from '../http/env';
import { defineRoute, serve } from '../http/guarded-route';
import { describeResponses, json } from '../http/responses';
import { bookingHoursSchema } from './booking-contract';
import { BookingParts } from './booking-parts';
import { isFree, listHours } from './free-hours';

const route = defineRoute('booking.offices', {
  method: 'get',
  path: '/api/public/booking-offices/{officeId}',
  tags: ['public'],
  summary: 'The hours of an office that can be booked, day by day',
  request: { params: z.object({ officeId: z.uuid() }) },
  responses: describeResponses({ 200: json(bookingHoursSchema, 'As they are now') }),
});

/** Full hours are said to be full; how many places there are is the office's to know. */
export const mountFreeHours: Mount = (app, deps) => {
  const parts = new BookingParts(deps);
  serve(app, deps, route, async (c) => {
    const office = await parts.getOffice(c.req.valid('param').officeId);
    const [terms, now] = [parts.termsOf(office), deps.now()];
    const today = dayOf(now);
    const { days, published } = await listHours(deps, office, today, today + terms.aheadDays - 1);
    const view = {
      office: { id: office.id, name: office.name, note: published.note },
      documentTypes: [...policyInForce(deps.rules, office.policyId, now).documentTypes.suggested],
      holdMinutes: terms.holdMs / 60_000,
      days: days.map(({ day, holiday, hours }) => ({
        date: formatDate(day),
        holiday,
        hours: hours
          .filter(({ startsAt }) => startsAt > now + terms.leadMs)
          .map((hour) => ({
            startsAt: new Date(hour.startsAt).toISOString(),
            isFree: isFree(hour, terms, now),
          })),
      })),
    };
    return c.json(view, 200);
  });
};
