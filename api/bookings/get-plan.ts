import { z } from '@hono/zod-openapi';
import { getPublished } from '../../db/bookings/plans';
import type { Mount } from '../http/env';
import { defineRoute, serve } from '../http/guarded-route';
import { describeResponses, json } from '../http/responses';
import { bookingPlanSchema } from './booking-contract';

const route = defineRoute('booking-plan.read', {
  method: 'get',
  path: '/api/offices/{officeId}/booking-plan',
  tags: ['bookings'],
  summary: 'The hours and seats that an office publishes for each week',
  request: { params: z.object({ officeId: z.uuid() }) },
  responses: describeResponses({
    200: json(bookingPlanSchema, 'No seats where none were published'),
  }),
});

export const mountBookingPlan: Mount = (app, deps) => {
  serve(app, deps, route, async (c, { officeId }) => {
    const { week, note } = await getPublished(deps.db, officeId, '', '');
    return c.json({ week: week.map((hours) => [...hours]), note }, 200);
  });
};
