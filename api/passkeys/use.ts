import { deleteCookie, getCookie } from 'hono/cookie';
import { findPerson } from '../../db/people/find-person';
import { findTicket, useTicket } from '../../db/second-factors/sign-in-tickets';
import { recordConfirmed } from '../../db/sessions/record-session';
import { SaoyError } from '../../domain/problem';
import { cookieOptions } from '../http/cookies';
import type { AppContext, Mount } from '../http/env';
import { defineRoute, serve } from '../http/guarded-route';
import { KnownDevices } from '../http/known-devices';
import { describeResponses, json } from '../http/responses';
import { hashOfToken } from '../http/session';
import { sessionSchema } from '../sessions/contract';
import { ticketCookie } from '../sessions/ticket';
import { viewSession } from '../sessions/view';
import { PasskeyCheck } from '../sign-in/check-passkey';
import { openSession, recordRefusedSignIn } from '../sign-in/open-session';
import { answerSchema, webauthnOptionsSchema } from './contract';

const body = { required: true, content: { 'application/json': { schema: answerSchema } } };
const asked = json(webauthnOptionsSchema, 'For navigator.credentials.get');

const begin = defineRoute('session.complete', {
  method: 'post',
  path: '/api/session/passkey/begin',
  tags: ['session'],
  summary: 'Be asked for a passkey after the password, in place of a code',
  responses: describeResponses({ 200: asked }),
});

const complete = defineRoute('session.complete', {
  method: 'post',
  path: '/api/session/passkey',
  tags: ['session'],
  summary: 'Give a passkey after the password, in place of a code',
  request: { body },
  responses: describeResponses({ 200: json(sessionSchema, 'Signed in; the cookie is set') }),
});

const beginStepUp = defineRoute('session.step-up', {
  method: 'post',
  path: '/api/session/step-up/passkey/begin',
  tags: ['session'],
  summary: 'Be asked for a passkey to confirm that it is still this person',
  responses: describeResponses({ 200: asked }),
});

const stepUp = defineRoute('session.step-up', {
  method: 'post',
  path: '/api/session/step-up/passkey',
  tags: ['session'],
  summary: 'Confirm by a passkey that it is still this person',
  request: { body },
  responses: describeResponses({ 204: { description: 'Confirmed for the minutes of the policy' } }),
});

export const mountUsePasskey: Mount = (app, deps) => {
  const { db, settings, now } = deps;
  const passkeys = new PasskeyCheck(deps);
  const devices = new KnownDevices(settings, now);
  const cookie = ticketCookie(settings);
  /** Whose password was right in this browser. */
  const readTicket = async (c: AppContext) => {
    const ticketHash = hashOfToken(getCookie(c, cookie) ?? '');
    const ticket = await findTicket(db.manager, ticketHash, new Date(now()));
    const person = ticket && (await findPerson(db, ticket.personId));
    if (!person) throw new SaoyError('sign-in-expired');
    return { ticketHash, person, holder: `in ${ticketHash}` };
  };
  serve(app, deps, begin, async (c) => {
    const { person, holder } = await readTicket(c);
    return c.json(webauthnOptionsSchema.parse(await passkeys.ask(person.id, holder)), 200);
  });
  serve(app, deps, complete, async (c) => {
    const { ticketHash, person, holder } = await readTicket(c);
    const { credential } = c.req.valid('json');
    await passkeys.take(person.id, holder, credential).catch((error: unknown) => {
      recordRefusedSignIn(c, deps, person.id, 'passkey');
      throw error;
    });
    if (!(await useTicket(db.manager, ticketHash))) throw new SaoyError('sign-in-expired');
    deleteCookie(c, cookie, cookieOptions(settings));
    const session = await openSession(c, deps, person, 'passkey');
    devices.remember(c, person);
    return c.json(viewSession(session, now()), 200);
  });
  serve(app, deps, beginStepUp, async (c, { signedIn }) => {
    const options = await passkeys.ask(signedIn.personId, `up ${c.var.sessionHash}`);
    return c.json(webauthnOptionsSchema.parse(options), 200);
  });
  serve(app, deps, stepUp, async (c, { signedIn }) => {
    const { credential } = c.req.valid('json');
    await passkeys.take(signedIn.personId, `up ${c.var.sessionHash}`, credential);
    await recordConfirmed(db.manager, c.var.sessionHash, new Date(now()));
    return c.body(null, 204);
  });
};
