import { describeResponses, json } from '../http/responses';
import { defineRoute, serve } from '../http/guarded-route';
import { sessionSchema } from './contract';
import type { Mount } from '../http/env';
import { viewSession } from './view';

const route = defineRoute('session.read', {
  method: 'get',
  path: '/api/session',
  tags: ['session'],
  summary: 'Who is signed in',
  responses: describeResponses({ 200: json(sessionSchema, 'The session') }),
});

export const mountGetSession: Mount = (app, deps) => {
  const { now } = deps;
  serve(app, deps, route, (c, { signedIn }) => {
    return c.json(viewSession(signedIn, now()), 200);
  });
};
