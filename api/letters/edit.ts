import { createRoute, z } from '@hono/zod-openapi';
import { editLetter } from '../../db/letters/write-letter';
import { answers, json } from '../http/answers';
import { editLetterSchema, writtenLetterSchema } from './contract';
import type { Mount } from '../http/env';
import { requireLetter } from '../http/require-letter';
import { writeLetter } from './view';

const route = createRoute({
  method: 'put',
  path: '/api/letters/{id}',
  tags: ['supervision'],
  summary: 'Change the text of a letter that is not issued yet',
  request: {
    params: z.object({ id: z.uuid() }),
    body: { required: true, content: { 'application/json': { schema: editLetterSchema } } },
  },
  responses: answers({ 200: json(writtenLetterSchema, 'As it stands now') }),
});

export const mountEditLetter: Mount = (app, deps) => {
  app.openapi(route, async (c) => {
    const { id } = c.req.valid('param');
    const { signedIn } = await requireLetter(c, deps, id);
    const body = c.req.valid('json').body;
    const at = new Date(deps.now());
    await editLetter(deps.db.manager, { id, actorId: signedIn.personId, at, body });
    const { whole } = await requireLetter(c, deps, id);
    return c.json(writeLetter(deps.rules, whole), 200);
  });
};
