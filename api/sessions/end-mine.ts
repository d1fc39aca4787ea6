import { z } from '@hono/zod-openapi';
import { endOtherSessions, endOwnSession } from '../../db/sessions/record-session';
import { SaoyError } from '../../domain/problem';
import { describeResponses, json } from '../http/responses';
import type { Mount } from '../http/env';
import { defineRoute, serve } from '../http/guarded-route';

const one = defineRoute('my-session.end', {
  method: 'delete',
  path: '/api/my/sessions/{id}',
  tags: ['session'],
  summary: 'End a session of the asking person',
  request: { params: z.object({ id: z.uuid() }) },
  responses: describeResponses({ 204: { description: 'Ended' } }),
});

const others = defineRoute('my-session.end', {
  method: 'delete',
  path: '/api/my/sessions',
  tags: ['session'],
  summary: 'End all other sessions of the asking person',
  responses: describeResponses({
    200: json(z.object({ ended: z.number().int() }), 'How many there were'),
  }),
});

export const mountEndMySession: Mount = (app, deps) => {
  const { manager } = deps.db;
  serve(app, deps, one, async (c, { signedIn }) => {
    const isEnded = await endOwnSession(manager, signedIn.personId, c.req.valid('param').id);
    if (!isEnded) throw new SaoyError('session-unknown');
    return c.body(null, 204);
  });
  serve(app, deps, others, async (c, { signedIn }) => {
    const ended = await endOtherSessions(manager, signedIn.personId, c.var.sessionHash);
    return c.json({ ended }, 200);
  });
};
