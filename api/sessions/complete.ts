import { deleteCookie, getCookie } from 'hono/cookie';
import { findPerson } from '../../db/people/find-person';
import { findTicket, useTicket } from '../../db/second-factors/sign-in-tickets';
import { SaoyError } from '../../domain/problem';
import { describeResponses, json } from '../http/responses';
import { cookieOptions } from '../http/cookies';
import type { Mount } from '../http/env';
import { defineRoute, serve } from '../http/guarded-route';
import { KnownDevices } from '../http/known-devices';
import { hashOfToken } from '../http/session';
import { SecondFactorCheck } from '../sign-in/check-code';
import { codeSchema, sessionSchema } from './contract';
import { openSession, recordRefusedSignIn } from '../sign-in/open-session';
import { viewSession } from './view';
import { ticketCookie } from './ticket';

const route = defineRoute('session.complete', {
  method: 'post',
  path: '/api/session/second-factor',
  tags: ['session'],
  summary: 'Give the code of the second factor after the password',
  request: { body: { required: true, content: { 'application/json': { schema: codeSchema } } } },
  responses: describeResponses({ 200: json(sessionSchema, 'Signed in; the cookie is set') }),
});

/** The second half of a sign-in, in the browser that gave the password. */
export const mountCompleteSession: Mount = (app, deps) => {
  const { db, settings } = deps;
  const factors = new SecondFactorCheck(deps);
  const devices = new KnownDevices(settings, deps.now);
  const cookie = ticketCookie(settings);
  serve(app, deps, route, async (c) => {
    const ticketHash = hashOfToken(getCookie(c, cookie) ?? '');
    const ticket = await findTicket(db.manager, ticketHash, new Date(deps.now()));
    const person = ticket && (await findPerson(db, ticket.personId));
    if (!person) throw new SaoyError('sign-in-expired');
    const device = devices.find(c, person);
    const trier = { account: person.id, address: c.var.clientAddress, device };
    const method = await factors
      .take(trier, person.id, c.req.valid('json').code)
      .catch((error: unknown) => {
        if (error instanceof SaoyError && error.code === 'second-factor-wrong') {
          recordRefusedSignIn(c, deps, person.id, 'totp');
        }
        throw error;
      });
    if (!(await useTicket(db.manager, ticketHash))) throw new SaoyError('sign-in-expired');
    deleteCookie(c, cookie, cookieOptions(settings));
    const session = await openSession(c, deps, person, method);
    devices.remember(c, person);
    return c.json(viewSession(session, deps.now()), 200);
  });
};
