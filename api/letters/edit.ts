import { z } from '@hono/zod-openapi';
import { getLetter } from '../../db/letters/list-letters';
import { editLetter } from '../../db/letters/write-letter';
import { describeResponses, json } from '../http/responses';
import { defineRoute, serve } from '../http/guarded-route';
import { editLetterSchema, writtenLetterSchema } from './contract';
import type { Mount } from '../http/env';
import { writeLetter, writingOf } from './view';

const route = defineRoute('letter.edit', {
  method: 'put',
  path: '/api/letters/{id}',
  tags: ['supervision'],
  summary: 'Change the text of a letter that is not issued yet',
  request: {
    params: z.object({ id: z.uuid() }),
    body: { required: true, content: { 'application/json': { schema: editLetterSchema } } },
  },
  responses: describeResponses({ 200: json(writtenLetterSchema, 'As it stands now') }),
});

export const mountEditLetter: Mount = (app, deps) => {
  serve(app, deps, route, async (c, { signedIn, whole }) => {
    const { id } = c.req.valid('param');
    const body = c.req.valid('json').body;
    const at = new Date(deps.now());
    await editLetter(deps.db.manager, { id, actorId: signedIn.personId, at, body });
    const edited = await getLetter(deps.db, [whole.office.id], id);
    return c.json(writeLetter(writingOf(deps), edited), 200);
  });
};
