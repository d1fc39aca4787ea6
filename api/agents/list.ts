import { z } from '@hono/zod-openapi';
import { listAgents } from '../../db/agents/agents';
import { describeResponses, json } from '../http/responses';
import { defineRoute, serve } from '../http/guarded-route';
import { agentSchema } from './contract';
import type { Mount } from '../http/env';
import { isInTouch } from '../preflight/check-key';

const route = defineRoute('computer.list', {
  method: 'get',
  path: '/api/agents',
  tags: ['signing'],
  summary: 'The computers that sign for the asking person',
  responses: describeResponses({
    200: json(z.object({ items: z.array(agentSchema) }), 'The newest first'),
  }),
});

export const mountListAgents: Mount = (app, deps) => {
  const { db, now } = deps;
  serve(app, deps, route, async (c, { signedIn }) => {
    const { personId } = signedIn;
    const agents = await listAgents(db.manager, personId);
    const items = agents.map(({ id, computerName, pairedAt, seenAt }) => ({
      id,
      computerName,
      pairedAt: pairedAt.toISOString(),
      seenAt: seenAt?.toISOString() ?? null,
      isRunning: isInTouch(seenAt, now()),
    }));
    return c.json({ items }, 200);
  });
};
