import { z } from '@hono/zod-openapi';
import { recordWeek } from '../../db/bookings/plans';
import { actKeyOf } from '../../domain/act-key';
import { idempotencyHeaderSchema } from '../http/contract';
import type { Mount } from '../http/env';
import { defineRoute, serve } from '../http/guarded-route';
import { withIdempotency } from '../http/idempotency';
import { describeResponses, json } from '../http/responses';
import { bookingPlanChangeSchema, bookingPlanSchema } from './booking-contract';
import { BookingParts } from './booking-parts';
import { offerFreed } from './offer-freed';

const route = defineRoute('booking-plan.change', {
  method: 'put',
  path: '/api/offices/{officeId}/booking-plan',
  tags: ['bookings'],
  summary: 'Publish the hours and seats of each week; appointments that were made stay',
  request: {
    params: z.object({ officeId: z.uuid() }),
    headers: idempotencyHeaderSchema,
    body: { required: true, content: { 'application/json': { schema: bookingPlanChangeSchema } } },
  },
  responses: describeResponses({ 200: json(bookingPlanSchema, 'As it is published now') }),
});

export const mountChangePlan: Mount = (app, deps) => {
  const parts = new BookingParts(deps);
  serve(app, deps, route, async (c, { officeId, signedIn }) => {
    const { week, note } = c.req.valid('json');
    const office = await parts.getOffice(officeId);
    const plan = { week, note: note === '' ? null : note };
    await withIdempotency(c, deps, async (key) => {
      const actorId = signedIn.personId;
      const actKey = actKeyOf('booking-week', actorId, key);
      const at = new Date(deps.now());
      await recordWeek(deps.db, { officeId, actorId, actKey, at }, plan);
      await offerFreed(deps, office, parts.termsOf(office));
      return {};
    });
    return c.json(plan, 200);
  });
};
