import { deleteCookie, getCookie } from 'hono/cookie';
import { findCitizen } from '../../db/people/find-person';
import { takeProviderRequest } from '../../db/provider/provider-requests';
import { SaoyError } from '../../domain/problem';
import { identityRulesAt } from '../../policies/identity-rules';
import { cookieOptions } from '../http/cookies';
import type { Mount } from '../http/env';
import { defineRoute, serve } from '../http/guarded-route';
import { describeResponses, json } from '../http/responses';
import { hashOfToken } from '../http/session';
import { sessionSchema } from '../sessions/contract';
import { openSession } from '../sign-in/open-session';
import { viewSession } from '../sessions/view';
import { providerAnswerSchema } from './contract';
import { browserCookie, openRelyingParty, requireProvider } from '../sign-in/provider-parts';

const route = defineRoute('provider.return', {
  method: 'post',
  path: '/api/session/provider/return',
  tags: ['session'],
  summary: 'Sign in by what the provider of identities answered',
  request: {
    body: { required: true, content: { 'application/json': { schema: providerAnswerSchema } } },
  },
  responses: describeResponses({ 200: json(sessionSchema, 'Signed in; the cookie is set') }),
});

/** A citizen is found by the personal number alone: an e-mail address or a name proves nobody. */
export const mountReturnFromProvider: Mount = (app, deps) => {
  const { db, settings } = deps;
  const party = openRelyingParty(deps);
  const cookie = browserCookie(settings);
  serve(app, deps, route, async (c) => {
    const { search } = c.req.valid('json');
    const state = new URLSearchParams(search).get('state') ?? '';
    const browserHash = hashOfToken(getCookie(c, cookie) ?? '');
    const now = new Date(deps.now());
    const request = await takeProviderRequest(db, hashOfToken(state), browserHash, now);
    if (!request) throw new SaoyError('provider-request-unknown');
    deleteCookie(c, cookie, cookieOptions(settings));
    const { nonce, codeVerifier } = request;
    const proven = await requireProvider(party).complete(search, { state, nonce, codeVerifier });
    const { providerLevelMin } = identityRulesAt(deps.rules, deps.now());
    if (proven.level < providerLevelMin) {
      throw new SaoyError('provider-level-low', { level: providerLevelMin });
    }
    const person = proven.personalNumber && (await findCitizen(db, proven.personalNumber));
    if (!person) throw new SaoyError('provider-account-unknown');
    const { subject, providerSession } = proven;
    const session = await openSession(c, deps, person, 'provider', { subject, providerSession });
    return c.json(viewSession(session, deps.now()), 200);
  });
};
