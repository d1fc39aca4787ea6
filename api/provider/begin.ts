import { randomBytes } from 'node:crypto';
import { setCookie } from 'hono/cookie';
import { recordProviderRequest } from '../../db/provider/provider-requests';
import { cookieOptions } from '../http/cookies';
import type { Mount } from '../http/env';
import { defineRoute, serve } from '../http/guarded-route';
import { describeResponses, json } from '../http/responses';
import { hashOfToken } from '../http/session';
import { providerPageSchema } from '../sessions/contract';
import {
  browserCookie,
  openRelyingParty,
  requestMs,
  requireProvider,
} from '../sign-in/provider-parts';

const route = defineRoute('provider.begin', {
  method: 'post',
  path: '/api/session/provider',
  tags: ['session'],
  summary: 'Begin to sign in at the provider of identities',
  responses: describeResponses({ 200: json(providerPageSchema, 'Where to go') }),
});

/** The browser that goes is the one that may come back: a cookie of its own binds the two. */
export const mountBeginProvider: Mount = (app, deps) => {
  const party = openRelyingParty(deps);
  serve(app, deps, route, async (c) => {
    const { url, request } = await requireProvider(party).begin();
    const browser = randomBytes(32).toString('base64url');
    await recordProviderRequest(deps.db.manager, {
      stateHash: hashOfToken(request.state),
      browserHash: hashOfToken(browser),
      nonce: request.nonce,
      codeVerifier: request.codeVerifier,
      expiresAt: new Date(deps.now() + requestMs),
    });
    const options = { ...cookieOptions(deps.settings), maxAge: requestMs / 1000 };
    setCookie(c, browserCookie(deps.settings), browser, options);
    return c.json({ url }, 200);
  });
};
