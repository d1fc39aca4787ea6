import { answerProposal } from '../../db/bookings/change-booking';
import type { Mount } from '../http/env';
import { defineRoute, serve } from '../http/guarded-route';
import { describeResponses, json } from '../http/responses';
import { bookingLinkParams, bookingSchema, proposalAnswerSchema } from './booking-contract';
import { BookingParts } from './booking-parts';

const route = defineRoute('booking.keep', {
  method: 'post',
  path: '/api/public/bookings/{link}/answer',
  tags: ['public'],
  summary: 'Agree to the hour that the office proposes, or do not',
  request: {
    params: bookingLinkParams,
    body: { required: true, content: { 'application/json': { schema: proposalAnswerSchema } } },
  },
  responses: describeResponses({ 200: json(bookingSchema, 'At the hour that it now has') }),
});

export const mountAnswerProposal: Mount = (app, deps) => {
  const parts = new BookingParts(deps);
  serve(app, deps, route, async (c) => {
    const { id, officeId } = await parts.open(c.req.valid('param').link);
    const terms = await parts.termsAt(officeId);
    const actor = { actorId: c.var.signedIn?.personId ?? null, at: new Date(deps.now()) };
    const { agrees } = c.req.valid('json');
    return c.json(await parts.view(await answerProposal(deps.db, terms, id, agrees, actor)), 200);
  });
};
