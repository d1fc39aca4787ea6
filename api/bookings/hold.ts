import { holdPlace } from '../../db/bookings/change-booking';
import type { Mount } from '../http/env';
import { defineRoute, serve } from '../http/guarded-route';
import { describeResponses, json } from '../http/responses';
import { heldSchema, holdSchema } from './booking-contract';
import { BookingParts } from './booking-parts';
import { orNameFree, requireBookable } from './free-hours';

const route = defineRoute('booking.hold', {
  method: 'post',
  path: '/api/public/bookings',
  tags: ['public'],
  summary: 'Keep a place for some minutes, while the form is filled in',
  request: { body: { required: true, content: { 'application/json': { schema: holdSchema } } } },
  responses: describeResponses({ 201: json(heldSchema, 'The place is kept until then') }),
});

/** Nothing personal is said yet. The hold ends by itself. */
export const mountHoldPlace: Mount = (app, deps) => {
  const parts = new BookingParts(deps);
  serve(app, deps, route, async (c) => {
    const { officeId, startsAt, proof } = c.req.valid('json');
    const office = await parts.getOffice(officeId);
    const terms = parts.termsOf(office);
    const at = Date.parse(startsAt);
    await requireBookable(deps, office, terms, at);
    await parts.admit(c, terms, proof);
    const wanted = { officeId, startsAt: new Date(at) };
    const held = await orNameFree(deps, office, terms, at, () =>
      holdPlace(deps.db, terms, wanted, new Date(deps.now())),
    );
    const answer = {
      link: await parts.linkOf(held),
      startsAt: new Date(at).toISOString(),
      heldUntil: String(held.heldUntil?.toISOString()),
    };
    return c.json(answer, 201);
  });
};
