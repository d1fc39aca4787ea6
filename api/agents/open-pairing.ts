import type { AgentParts } from './agent-parts';
import { describeResponses, json } from '../http/responses';
import { defineRoute, serve } from '../http/guarded-route';
import { pairingSchema } from './contract';
import type { App } from '../http/env';

const route = defineRoute('computer.pair', {
  method: 'post',
  path: '/api/agents/pairing',
  tags: ['signing'],
  summary: 'A code that pairs one computer with the asking person; the one before it ends',
  responses: describeResponses({
    201: json(pairingSchema, 'Good once, for five minutes and five tries'),
  }),
});

export function mountOpenPairing(app: App, parts: AgentParts): void {
  serve(app, parts, route, async (c, { signedIn }) => {
    const { personId } = signedIn;
    const desk = await parts.desk();
    const { code, expiresAt } = await desk.openPairing(personId);
    return c.json({ code, expiresAt: new Date(expiresAt).toISOString() }, 201);
  });
}
