import { createRoute, z } from '@hono/zod-openapi';
import { answers, json } from '../http/answers';
import { writtenLetterSchema } from './contract';
import type { Mount } from '../http/env';
import { requireLetter } from '../http/require-letter';
import { writeLetter } from './view';

const route = createRoute({
  method: 'get',
  path: '/api/letters/{id}',
  tags: ['supervision'],
  summary: 'One slip or apology with its text',
  request: { params: z.object({ id: z.uuid() }) },
  responses: answers({ 200: json(writtenLetterSchema, 'As it would be, or was, handed over') }),
});

export const mountGetLetter: Mount = (app, deps) => {
  app.openapi(route, async (c) => {
    const { whole } = await requireLetter(c, deps, c.req.valid('param').id);
    return c.json(writeLetter(deps.rules, whole), 200);
  });
};
