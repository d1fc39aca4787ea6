import { createRoute, z } from '@hono/zod-openapi';
import { answers, json } from '../../answers';
import { writtenLetterSchema } from '../../contract/letter';
import type { Mount } from '../../env';
import { requireLetter } from '../../middleware/require-letter';
import { writeLetter } from '../../views/letter';

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
