import { createRoute } from '@hono/zod-openapi';
import { deleteCookie, getCookie } from 'hono/cookie';
import { Session } from '../../../db/entities/people';
import { answers } from '../../answers';
import type { Mount } from '../../env';
import { cookieOptions } from '../../middleware/cookies';
import { hashOfToken, requireSession, sessionCookie } from '../../middleware/session';

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
    await db.manager.delete(Session, { tokenHash: hashOfToken(getCookie(c, cookie) ?? '') });
    deleteCookie(c, cookie, cookieOptions(settings));
    return c.body(null, 204);
  });
};
