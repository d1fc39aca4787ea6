import { randomBytes } from 'node:crypto';
import { setCookie } from 'hono/cookie';
import { recordTicket } from '../../db/second-factors/sign-in-tickets';
import { describeResponses, json } from '../http/responses';
import { cookieOptions } from '../http/cookies';
import type { Mount } from '../http/env';
import { defineRoute, serve } from '../http/guarded-route';
import { hashOfToken } from '../http/session';
import { SecondFactorCheck } from '../sign-in/check-code';
import { PasswordCheck } from '../sign-in/check-password';
import { nextStepSchema, sessionSchema, signInSchema } from './contract';
import { openSession } from '../sign-in/open-session';
import { viewSession } from './view';
import { ticketCookie, ticketMs } from './ticket';

const route = defineRoute('session.open', {
  method: 'post',
  path: '/api/session',
  tags: ['session'],
  summary: 'Sign in',
  request: { body: { required: true, content: { 'application/json': { schema: signInSchema } } } },
  responses: describeResponses({
    200: json(sessionSchema, 'Signed in; the cookie is set'),
    202: json(nextStepSchema, 'The password is right; a code is wanted too'),
  }),
});

/** Signs a person in: staff by their user name, citizens by their identifier. */
export const mountCreateSession: Mount = (app, deps) => {
  const passwords = new PasswordCheck(deps);
  const factors = new SecondFactorCheck(deps);
  serve(app, deps, route, async (c) => {
    const person = await passwords.run(c, c.req.valid('json'));
    if (await factors.isOn(person.id)) {
      const ticket = randomBytes(32).toString('base64url');
      const expiresAt = new Date(deps.now() + ticketMs);
      const row = { ticketHash: hashOfToken(ticket), personId: person.id, expiresAt };
      await recordTicket(deps.db.manager, row);
      const options = { ...cookieOptions(deps.settings), maxAge: ticketMs / 1000 };
      setCookie(c, ticketCookie(deps.settings), ticket, options);
      return c.json({ next: 'second-factor' as const }, 202);
    }
    const session = await openSession(c, deps, person, 'password');
    passwords.devices.remember(c, person);
    return c.json(viewSession(session, deps.now()), 200);
  });
};
