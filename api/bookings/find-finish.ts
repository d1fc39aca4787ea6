import { inTransaction } from '../../db/transaction';
import { SaoyError } from '../../domain/problem';
import type { Mount } from '../http/env';
import { defineRoute, serve } from '../http/guarded-route';
import { describeResponses, json } from '../http/responses';
import { codeTicketOf } from '../sign-in/code-ticket';
import { OneTimeCodes } from '../sign-in/one-time-codes';
import { bookingFoundSchema, bookingLinkSchema } from './booking-contract';
import { BookingParts } from './booking-parts';
import { boundTo, findOfContact } from './find';

const route = defineRoute('booking.find', {
  method: 'post',
  path: '/api/public/booking-access/code',
  tags: ['public'],
  summary: 'The link of an appointment, by its code and the one-time code',
  request: {
    body: { required: true, content: { 'application/json': { schema: bookingFoundSchema } } },
  },
  responses: describeResponses({ 200: json(bookingLinkSchema, 'What opens it') }),
});

export const mountFinishFinding: Mount = (app, deps) => {
  const codes = new OneTimeCodes(deps);
  const parts = new BookingParts(deps);
  serve(app, deps, route, async (c) => {
    const { code, contact, oneTimeCode } = c.req.valid('json');
    const ticket = codeTicketOf(c, deps);
    const held = { purpose: 'booking' as const, ticket, bound: boundTo(code, contact) };
    const row = await codes.check(held, oneTimeCode, c.var.clientAddress);
    const found = await findOfContact(deps, code, contact);
    // A code was made for whoever asked; where nothing was found, nobody was sent it.
    if (!found) throw new SaoyError('code-wrong');
    await inTransaction(deps.db, (inside) => codes.spend(inside, row));
    return c.json({ link: await parts.linkOf(found) }, 200);
  });
};
