import { listPasskeys } from '../../db/passkeys/passkeys';
import { describeResponses, json } from '../http/responses';
import type { Mount } from '../http/env';
import { defineRoute, serve } from '../http/guarded-route';
import { SecondFactorCheck } from '../sign-in/check-code';
import { PasswordCheck } from '../sign-in/check-password';
import { nextStepSchema, sessionSchema, signInSchema } from './contract';
import { openSession } from '../sign-in/open-session';
import { viewSession } from './view';
import { giveTicket } from './ticket';
import { SignInCodes } from './sign-in-codes';

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
  const codes = new SignInCodes(deps);
  serve(app, deps, route, async (c) => {
    const person = await passwords.run(c, c.req.valid('json'));
    if (await factors.isOn(person.id)) {
      await giveTicket(c, deps, person.id);
      const hasPasskey = (await listPasskeys(deps.db.manager, person.id)).length > 0;
      return c.json({ next: 'second-factor' as const, hasPasskey }, 202);
    }
    if (codes.isWanted(person)) {
      return c.json(await codes.begin(c, person), 202);
    }
    const session = await openSession(c, deps, person, 'password');
    passwords.devices.remember(c, person);
    return c.json(viewSession(session, deps.now()), 200);
  });
};
