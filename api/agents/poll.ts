import { signedMessage } from '../../tokens/agent/protocol';
import type { AgentParts } from './agent-parts';
import { guardMessage } from './guard-agent';
import { describeResponses, json } from '../http/responses';
import { defineRoute, serve } from '../http/guarded-route';
import type { App } from '../http/env';

/** Below the minute after which proxies cut a silent line. */
const waitMs = 25_000;

const route = defineRoute('program.speak', {
  method: 'post',
  path: '/api/agent/poll',
  tags: ['agent'],
  summary: 'For the officers’ program: what waits to be signed, at once or within 25 s',
  request: {
    body: { required: true, content: { 'application/json': { schema: signedMessage } } },
  },
  responses: describeResponses({ 200: json(signedMessage, 'Signed by the server') }),
});

/** No session: the message itself proves which paired computer asks. */
export function mountAgentPoll(app: App, parts: AgentParts): void {
  serve(app, parts, route, async (c) => {
    const message = c.req.valid('json');
    const desk = await parts.desk();
    const poll = () => desk.poll(message, waitMs);
    return c.json(await guardMessage(c, parts, message, poll), 200);
  });
}
