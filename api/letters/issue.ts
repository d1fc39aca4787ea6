import { createRoute, z } from '@hono/zod-openapi';
import { issueLetter } from '../../db/letters/write-letter';
import { answers, json } from '../http/answers';
import { writtenLetterSchema } from './contract';
import type { Mount } from '../http/env';
import { requireLetter } from '../http/require-letter';
import { writeLetter } from './view';

const route = createRoute({
  method: 'post',
  path: '/api/letters/{id}/issue',
  tags: ['supervision'],
  summary: 'Note that a letter was handed over; its text stays as it is from now on',
  request: { params: z.object({ id: z.uuid() }) },
  responses: answers({ 200: json(writtenLetterSchema, 'As it was issued; again the same') }),
});

export const mountIssueLetter: Mount = (app, deps) => {
  app.openapi(route, async (c) => {
    const { id } = c.req.valid('param');
    const { whole, signedIn } = await requireLetter(c, deps, id);
    const { body } = writeLetter(deps.rules, whole);
    const at = new Date(deps.now());
    await issueLetter(deps.db.manager, { id, actorId: signedIn.personId, at, body });
    const issued = await requireLetter(c, deps, id);
    return c.json(writeLetter(deps.rules, issued.whole), 200);
  });
};
