import { z } from '@hono/zod-openapi';
import type { Mount } from '../http/env';
import { defineRoute, serve } from '../http/guarded-route';
import { describeResponses, json } from '../http/responses';
import { getOffice } from '../../db/offices/get-office';
import { daysAskedSchema, bookingDaysSchema } from './booking-contract';
import { readDays } from './read-days';
import { viewDays } from './view-days';

const route = defineRoute('booking.list', {
  method: 'get',
  path: '/api/offices/{officeId}/bookings',
  tags: ['bookings'],
  summary: 'Some days of an office: hours with their places, and the appointments',
  request: { params: z.object({ officeId: z.uuid() }), query: daysAskedSchema },
  responses: describeResponses({ 200: json(bookingDaysSchema, 'By the hour') }),
});

export const mountOfficeBookings: Mount = (app, deps) => {
  serve(app, deps, route, async (c, { officeId }) => {
    const [first, last] = readDays(c.req.valid('query'));
    const office = await getOffice(deps.db, officeId);
    return c.json(await viewDays(deps, office, first, last), 200);
  });
};
