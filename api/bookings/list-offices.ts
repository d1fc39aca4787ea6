import { z } from '@hono/zod-openapi';
import { listBookingOffices } from '../../db/bookings/list-offices';
import type { Mount } from '../http/env';
import { defineRoute, serve } from '../http/guarded-route';
import { describeResponses, json } from '../http/responses';
import { bookingOfficesSchema } from './booking-contract';

const route = defineRoute('booking.offices', {
  method: 'get',
  path: '/api/public/booking-offices',
  tags: ['public'],
  summary: 'Provinces with offices that take appointments, and the offices of one of them',
  request: { query: z.object({ province: z.string().max(200).optional() }) },
  responses: describeResponses({ 200: json(bookingOfficesSchema, 'By name') }),
});

/** One province needs no picking: its offices are answered at once. */
export const mountBookingOffices: Mount = (app, deps) => {
  serve(app, deps, route, async (c) => {
    const found = await listBookingOffices(deps.db);
    const provinces = [...new Set(found.map(({ province }) => province))];
    const chosen = c.req.valid('query').province ?? (provinces.length === 1 ? provinces[0] : null);
    const offices = found
      .filter(({ province }) => province === chosen)
      .map(({ id, name, note }) => ({ id, name, note }));
    return c.json({ provinces, offices }, 200);
  });
};
