import { deleteCookie, getCookie } from 'hono/cookie';
import { endSession } from '../../db/sessions/record-session';
import { describeResponses } from '../http/responses';
import { defineRoute, serve } from '../http/guarded-route';
import type { Mount } from '../http/env';
import { cookieOptions } from '../http/cookies';
import { hashOfToken, sessionCookie } from '../http/session';

const route = defineRoute('session.close', {
  method: 'delete',
  path: '/api/session',
  tags: ['session'],
  summary: 'Sign out',
  responses: describeResponses({ 204: { description: 'Signed out' } }),
});

export const mountDeleteSession: Mount = (app, deps) => {
  const { db, settings } = deps;
  const cookie = sessionCookie(settings);
  serve(app, deps, route, async (c) => {
    await endSession(db.manager, hashOfToken(getCookie(c, cookie) ?? ''));
    deleteCookie(c, cookie, cookieOptions(settings));
    return c.body(null, 204);
  });
};
