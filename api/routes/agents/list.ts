import { createRoute, z } from '@hono/zod-openapi';
import { listAgents } from '../../../db/records/agents';
import { answers, json } from '../../answers';
import { agentSchema } from '../../contract/agent';
import type { Mount } from '../../env';
import { requireSigner } from '../../middleware/session';

/** A program in touch asks every 25 s; one that stands at its PIN prompt does not. */
const seenWithinMs = 60_000;

const route = createRoute({
  method: 'get',
  path: '/api/agents',
  tags: ['signing'],
  summary: 'The computers that sign for the asking person',
  responses: answers({ 200: json(z.object({ items: z.array(agentSchema) }), 'The newest first') }),
});

export const mountListAgents: Mount = (app, { db, now }) => {
  app.openapi(route, async (c) => {
    const { personId } = requireSigner(c);
    const agents = await listAgents(db.manager, personId);
    const items = agents.map(({ id, computerName, pairedAt, seenAt }) => ({
      id,
      computerName,
      pairedAt: pairedAt.toISOString(),
      seenAt: seenAt?.toISOString() ?? null,
      isRunning: seenAt !== null && seenAt.getTime() + seenWithinMs >= now(),
    }));
    return c.json({ items }, 200);
  });
};
