import { z } from '@hono/zod-openapi';
import { getLetter } from '../../db/letters/list-letters';
import { issueLetter } from '../../db/letters/write-letter';
import { describeResponses, json } from '../http/responses';
import { defineRoute, serve } from '../http/guarded-route';
import { writtenLetterSchema } from './contract';
import type { Mount } from '../http/env';
import { composeLetter, writeLetter, writingOf } from './view';

const route = defineRoute('letter.issue', {
  method: 'post',
  path: '/api/letters/{id}/issue',
  tags: ['supervision'],
  summary: 'Note that a letter was handed over; its text stays as it is from now on',
  request: { params: z.object({ id: z.uuid() }) },
  responses: describeResponses({
    200: json(writtenLetterSchema, 'As it was issued; again the same'),
  }),
});

export const mountIssueLetter: Mount = (app, deps) => {
  serve(app, deps, route, async (c, { whole, signedIn }) => {
    const { id } = c.req.valid('param');
    const { body } = writeLetter(writingOf(deps), whole);
    const at = new Date(deps.now());
    const { content, form } = composeLetter(writingOf(deps), whole, body);
    const act = { id, actorId: signedIn.personId, at, body };
    if (whole.paper === null) {
      await issueLetter(deps.db.manager, act, { content, symbol: form.symbol });
    }
    const issued = await getLetter(deps.db, [whole.office.id], id);
    return c.json(writeLetter(writingOf(deps), issued), 200);
  });
};
