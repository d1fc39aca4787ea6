import { pairingAnswer, pairingRequest } from '../../tokens/agent/protocol';
import type { AgentParts } from './agent-parts';
import { guardPairing } from './guard-agent';
import { describeResponses, json } from '../http/responses';
import { defineRoute, serve } from '../http/guarded-route';
import type { App } from '../http/env';

const route = defineRoute('program.pair', {
  method: 'post',
  path: '/api/agent/pair',
  tags: ['agent'],
  summary: 'For the officers’ program: exchange keys under the code from the page',
  request: {
    body: { required: true, content: { 'application/json': { schema: pairingRequest } } },
  },
  responses: describeResponses({ 200: json(pairingAnswer, 'Paired') }),
});

/** No session: who knows the code of an officer’s page may pair one computer with it. */
export function mountAgentPair(app: App, parts: AgentParts): void {
  serve(app, parts, route, async (c) => {
    const request = c.req.valid('json');
    const desk = await parts.desk();
    const pair = () => desk.pair(request);
    return c.json(await guardPairing(c, parts, request.pairingId, pair), 200);
  });
}
