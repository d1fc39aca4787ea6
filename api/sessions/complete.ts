import { deleteCookie, getCookie } from 'hono/cookie';
import { findPerson } from '../../db/people/find-person';
import { findTicket, useTicket } from '../../db/second-factors/sign-in-tickets';
import type { SignIn } from '../../db/sessions/entity';
import { type ProblemCode, SaoyError } from '../../domain/problem';
import { describeResponses, json } from '../http/responses';
import { cookieOptions } from '../http/cookies';
import type { Mount } from '../http/env';
import { defineRoute, serve } from '../http/guarded-route';
import { KnownDevices } from '../http/known-devices';
import { hashOfToken } from '../http/session';
import { SecondFactorCheck } from '../sign-in/check-code';
import { codeSchema, sessionSchema } from './contract';
import { openSession, recordRefusedSignIn } from '../sign-in/open-session';
import { SignInCodes } from './sign-in-codes';
import { viewSession } from './view';
import { ticketCookie } from './ticket';

const route = defineRoute('session.complete', {
  method: 'post',
  path: '/api/session/second-factor',
  tags: ['session'],
  summary: 'Give the code of the second factor, or the one that was sent, after the password',
  request: { body: { required: true, content: { 'application/json': { schema: codeSchema } } } },
  responses: describeResponses({ 200: json(sessionSchema, 'Signed in; the cookie is set') }),
});

/** By what a person was refused, for their history. */
const refusals: Partial<Record<ProblemCode, SignIn['method']>> = {
  'second-factor-wrong': 'totp',
  'code-wrong': 'code',
};

/** The second half of a sign-in, in the browser that gave the password. */
export const mountCompleteSession: Mount = (app, deps) => {
  const { db, settings } = deps;
  const factors = new SecondFactorCheck(deps);
  const codes = new SignInCodes(deps);
  const devices = new KnownDevices(settings, deps.now);
  const cookie = ticketCookie(settings);
  serve(app, deps, route, async (c) => {
    const cookieValue = getCookie(c, cookie) ?? '';
    const ticketHash = hashOfToken(cookieValue);
    const ticket = await findTicket(db.manager, ticketHash, new Date(deps.now()));
    const person = ticket && (await findPerson(db, ticket.personId));
    if (!person) throw new SaoyError('sign-in-expired');
    const device = devices.find(c, person);
    const trier = { account: person.id, address: c.var.clientAddress, device };
    const { code } = c.req.valid('json');
    const take = (await factors.isOn(person.id))
      ? factors.take(trier, person.id, code)
      : codes.take(c, cookieValue, code);
    const method = await take.catch((error: unknown) => {
      const refused = error instanceof SaoyError && refusals[error.code];
      if (refused) recordRefusedSignIn(c, deps, person.id, refused);
      throw error;
    });
    if (!(await useTicket(db.manager, ticketHash))) throw new SaoyError('sign-in-expired');
    deleteCookie(c, cookie, cookieOptions(settings));
    const session = await openSession(c, deps, person, method);
    devices.remember(c, person);
    return c.json(viewSession(session, deps.now()), 200);
  });
};
