import { z } from '@hono/zod-openapi';
import { listSessions } from '../../db/sessions/list-sessions';
import { describeResponses, json } from '../http/responses';
import type { Mount } from '../http/env';
import { defineRoute, serve } from '../http/guarded-route';
import { openSessionSchema } from './contract';

const route = defineRoute('my-session.list', {
  method: 'get',
  path: '/api/my/sessions',
  tags: ['session'],
  summary: 'Where the asking person is signed in',
  responses: describeResponses({
    200: json(z.object({ items: z.array(openSessionSchema) }), 'The one last used first'),
  }),
});

export const mountListMySessions: Mount = (app, deps) => {
  const { db, now } = deps;
  serve(app, deps, route, async (c, { signedIn }) => {
    const sessions = await listSessions(db.manager, signedIn.personId, new Date(now()));
    const items = sessions.map(({ id, browser, os, address, createdAt, seenAt, expiresAt }) => ({
      ...{ id, browser, os, address },
      isThis: id === signedIn.sessionId,
      since: createdAt.toISOString(),
      lastSeen: seenAt.toISOString(),
      endsAt: expiresAt.toISOString(),
    }));
    return c.json({ items }, 200);
  });
};
