import { z } from '@hono/zod-openapi';
import { SaoyError } from '../../domain/problem';
import { formatDate } from '../../time/time';
import type { Mount } from '../http/env';
import { defineRoute, serve } from '../http/guarded-route';
import { describeResponses, json } from '../http/responses';
import { getOffice } from '../../db/offices/get-office';
import { bookingDaysSchema, daysShownMax } from './booking-contract';
import { readDay } from './free-hours';
import { viewDays } from './view-days';

const route = defineRoute('booking.list', {
  method: 'get',
  path: '/api/offices/{officeId}/bookings',
  tags: ['bookings'],
  summary: 'Some days of an office: hours with their places, and the appointments',
  request: {
    params: z.object({ officeId: z.uuid() }),
    query: z.object({ from: z.iso.date(), to: z.iso.date() }),
  },
  responses: describeResponses({ 200: json(bookingDaysSchema, 'By the hour') }),
});

/** @throws SaoyError `date-invalid` where `to` is before `from`, or more than a month after it */
export const mountOfficeBookings: Mount = (app, deps) => {
  serve(app, deps, route, async (c, { officeId }) => {
    const { from, to } = c.req.valid('query');
    const [first, last] = [readDay(from), readDay(to)];
    if (last < first || last - first >= daysShownMax) {
      throw new SaoyError('date-invalid', { date: `${formatDate(first)}–${formatDate(last)}` });
    }
    const office = await getOffice(deps.db, officeId);
    return c.json(await viewDays(deps, office, first, last), 200);
  });
};
