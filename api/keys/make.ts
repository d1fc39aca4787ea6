import { z } from '@hono/zod-openapi';
import { recordOfficeKey, rotateOfficeKey } from '../../db/vault/office-keys';
import { msPerDay } from '../../time/time';
import type { Mount } from '../http/env';
import { defineRoute, serve } from '../http/guarded-route';
import { describeResponses, json } from '../http/responses';
import { keyOrderSchema, newApiKeySchema } from './contract';
import { viewKey } from './view';

const making = defineRoute('api-key.make', {
  method: 'post',
  path: '/api/offices/{officeId}/keys',
  tags: ['keys'],
  summary: 'Make a key for a program, good for this office',
  request: {
    params: z.object({ officeId: z.uuid() }),
    body: { required: true, content: { 'application/json': { schema: keyOrderSchema } } },
  },
  responses: describeResponses({ 201: json(newApiKeySchema, 'With its secret, told this once') }),
});

const rotation = defineRoute('api-key.make', {
  method: 'post',
  path: '/api/offices/{officeId}/keys/{keyId}/rotation',
  tags: ['keys'],
  summary: 'Make a key in the place of another, which stays good for a day',
  request: { params: z.object({ officeId: z.uuid(), keyId: z.uuid() }) },
  responses: describeResponses({ 201: json(newApiKeySchema, 'With its secret, told this once') }),
});

export const mountMakeKey: Mount = (app, deps) => {
  const { manager } = deps.db;
  serve(app, deps, making, async (c, { officeId, signedIn }) => {
    const { name, scopes, days } = c.req.valid('json');
    const at = new Date(deps.now());
    const { key, secret } = await recordOfficeKey(
      manager,
      { officeId, actorId: signedIn.personId, at },
      {
        name,
        scopes: [...new Set(scopes)].join(' '),
        expiresAt: new Date(at.getTime() + days * msPerDay),
      },
    );
    return c.json({ ...viewKey(key, deps.now()), secret }, 201);
  });
  serve(app, deps, rotation, async (c, { officeId, signedIn }) => {
    const act = { officeId, actorId: signedIn.personId, at: new Date(deps.now()) };
    const { key, secret } = await rotateOfficeKey(manager, act, c.req.valid('param').keyId);
    return c.json({ ...viewKey(key, deps.now()), secret }, 201);
  });
};
