import { createRoute } from '@hono/zod-openapi';
import { answers, json } from '../../answers';
import { sessionSchema } from '../../contract/session';
import type { Mount } from '../../env';
import { requireSession } from '../../middleware/session';
import { viewSession } from '../../views/session';

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
