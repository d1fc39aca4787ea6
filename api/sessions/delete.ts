import { createRoute } from '@hono/zod-openapi';
import { deleteCookie, getCookie } from 'hono/cookie';
import { endSession } from '../../db/sessions/record-session';
import { answers } from '../http/answers';
import type { Mount } from '../http/env';
import { cookieOptions } from '../http/cookies';
import { hashOfToken, requireSession, sessionCookie } from '../http/session';

const route = createRoute({
  method: 'delete',
  path: '/api/session',
  tags: ['session'],
  summary: 'Sign out',
  responses: answers({ 204: { description: 'Signed out' } }),
});

export const mountDeleteSession: Mount = (app, { db, settings }) => {
  const cookie = sessionCookie(settings);
  app.openapi(route, async (c) => {
    requireSession(c);
    await endSession(db.manager, hashOfToken(getCookie(c, cookie) ?? ''));
    deleteCookie(c, cookie, cookieOptions(settings));
    return c.body(null, 204);
  });
};
