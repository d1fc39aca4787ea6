import { createRoute } from '@hono/zod-openapi';
import { answers, json } from '../http/answers';
import { sessionSchema } from './contract';
import type { Mount } from '../http/env';
import { requireSession } from '../http/session';
import { viewSession } from './view';

const route = createRoute({
  method: 'get',
  path: '/api/session',
  tags: ['session'],
  summary: 'Who is signed in',
  responses: answers({ 200: json(sessionSchema, 'The session') }),
});

export const mountGetSession: Mount = (app, { now }) => {
  app.openapi(route, (c) => {
    const signedIn = requireSession(c);
    return c.json(viewSession(signedIn, now()), 200);
  });
};
