import { deleteCookie, getCookie } from 'hono/cookie';
import { endSession } from '../../db/sessions/record-session';
import { describeResponses, json } from '../http/responses';
import { defineRoute, serve } from '../http/guarded-route';
import type { Mount } from '../http/env';
import { cookieOptions } from '../http/cookies';
import { providerPageSchema } from './contract';
import { openRelyingParty } from '../sign-in/provider-parts';
import { hashOfToken, sessionCookie } from '../http/session';

const route = defineRoute('session.close', {
  method: 'delete',
  path: '/api/session',
  tags: ['session'],
  summary: 'Sign out',
  responses: describeResponses({
    200: json(providerPageSchema, 'Signed out here; where the provider of identities does so too'),
    204: { description: 'Signed out' },
  }),
});

export const mountDeleteSession: Mount = (app, deps) => {
  const { db, settings } = deps;
  const cookie = sessionCookie(settings);
  const party = openRelyingParty(deps);
  serve(app, deps, route, async (c) => {
    const isOfProvider = await endSession(db.manager, hashOfToken(getCookie(c, cookie) ?? ''));
    deleteCookie(c, cookie, cookieOptions(settings));
    const url = isOfProvider ? await party?.findSignOutUrl(`${settings.publicUrl}/my`) : undefined;
    if (url !== undefined) return c.json({ url }, 200);
    return c.body(null, 204);
  });
};
