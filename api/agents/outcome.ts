import { signedMessage } from '../../tokens/agent/protocol';
import { nudgeDossiers } from '../signing-keys/nudge-dossiers';
import type { AgentParts } from './agent-parts';
import { guardMessage } from './guard-agent';
import { describeResponses, json } from '../http/responses';
import { defineRoute, serve } from '../http/guarded-route';
import type { App } from '../http/env';

const route = defineRoute('program.speak', {
  method: 'post',
  path: '/api/agent/outcome',
  tags: ['agent'],
  summary: 'For the officers’ program: the signatures, or why there are none',
  request: {
    body: { required: true, content: { 'application/json': { schema: signedMessage } } },
  },
  responses: describeResponses({ 200: json(signedMessage, 'What became of each item') }),
});

/** No session: a signature counts only if the registered certificate made it. */
export function mountAgentOutcome(app: App, parts: AgentParts): void {
  serve(app, parts, route, async (c) => {
    const message = c.req.valid('json');
    const desk = await parts.desk();
    const answer = () => desk.answer(message);
    const { taken, reply } = await guardMessage(c, parts, message, answer);
    nudgeDossiers(parts, taken);
    return c.json(reply, 200);
  });
}
