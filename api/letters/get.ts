import { z } from '@hono/zod-openapi';
import { describeResponses, json } from '../http/responses';
import { defineRoute, serve } from '../http/guarded-route';
import { writtenLetterSchema } from './contract';
import type { Mount } from '../http/env';
import { writeLetter, writingOf } from './view';

const route = defineRoute('letter.read', {
  method: 'get',
  path: '/api/letters/{id}',
  tags: ['supervision'],
  summary: 'One slip or apology with its text',
  request: { params: z.object({ id: z.uuid() }) },
  responses: describeResponses({
    200: json(writtenLetterSchema, 'As it would be, or was, handed over'),
  }),
});

export const mountGetLetter: Mount = (app, deps) => {
  serve(app, deps, route, (c, { whole }) => {
    return c.json(writeLetter(writingOf(deps), whole), 200);
  });
};
