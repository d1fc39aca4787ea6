import { getCookie } from 'hono/cookie';
import { findPerson } from '../../db/people/find-person';
import { findTicket } from '../../db/second-factors/sign-in-tickets';
import { SaoyError } from '../../domain/problem';
import type { Mount } from '../http/env';
import { defineRoute, serve } from '../http/guarded-route';
import { describeResponses, json } from '../http/responses';
import { hashOfToken } from '../http/session';
import { SecondFactorCheck } from '../sign-in/check-code';
import { nextStepSchema } from './contract';
import { SignInCodes } from './sign-in-codes';
import { ticketCookie } from './ticket';

const route = defineRoute('session.send-code', {
  method: 'post',
  path: '/api/session/code',
  tags: ['session'],
  summary: 'Have another one-time code sent after the password; the ones before it are over',
  responses: describeResponses({ 200: json(nextStepSchema, 'It is on its way') }),
});

export const mountSendCode: Mount = (app, deps) => {
  const { db, settings, now } = deps;
  const codes = new SignInCodes(deps);
  const factors = new SecondFactorCheck(deps);
  serve(app, deps, route, async (c) => {
    const ticket = getCookie(c, ticketCookie(settings)) ?? '';
    const held = await findTicket(db.manager, hashOfToken(ticket), new Date(now()));
    const person = held && (await findPerson(db, held.personId));
    // Who has a program of their own is let in by nothing less.
    const isWanted = person && !(await factors.isOn(person.id)) && codes.isWanted(person);
    if (!isWanted) throw new SaoyError('sign-in-expired');
    return c.json(await codes.send(c, person, ticket), 200);
  });
};
