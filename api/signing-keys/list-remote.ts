import { z } from '@hono/zod-openapi';
import { describeResponses, json } from '../http/responses';
import { candidateSchema } from './contract';
import type { Mount } from '../http/env';
import { defineRoute, serve } from '../http/guarded-route';
import { listRemoteCandidates } from './remote-candidates';

const needs = {
  field: 'step',
  is: { sign: 'signing-key.sign', seal: 'signing-key.seal' },
} as const;

const route = defineRoute(needs, {
  method: 'get',
  path: '/api/signing-keys/{step}/remote',
  tags: ['signing'],
  summary: 'Keys that the provider of remote signatures keeps under a name',
  request: {
    params: z.object({ step: z.enum(['sign', 'seal']) }),
    query: z.object({ officeId: z.uuid(), userId: z.string().min(1).max(100) }),
  },
  responses: describeResponses({
    200: json(z.object({ items: z.array(candidateSchema) }), 'Those that do not fit say why'),
  }),
});

export const mountListRemoteKeys: Mount = (app, deps) => {
  serve(app, deps, route, async (c, { officeId, signedIn: { personId } }) => {
    const { step } = c.req.valid('param');
    const { userId } = c.req.valid('query');
    const found = await listRemoteCandidates(deps, { personId, officeId, step }, userId);
    const items = found.map(({ method, id, label, subject, issuer, validTo, unfit }) => ({
      ...{ method, id, label, subject, issuer, validTo, unfit },
    }));
    return c.json({ items }, 200);
  });
};
