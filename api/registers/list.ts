import { z } from '@hono/zod-openapi';
import { listShownBooks } from '../../db/registers/list-shown-books';
import { defineRoute, serve } from '../http/guarded-route';
import type { Mount } from '../http/env';
import { describeResponses, json } from '../http/responses';
import { shownBookSchema } from './contract';

const route = defineRoute('register.read', {
  method: 'get',
  path: '/api/public/registers',
  tags: ['public'],
  summary: 'The books of an office whose logs are shown, or one book',
  request: {
    query: z.object({
      /** Code of the office. */
      office: z
        .string()
        .max(40)
        .regex(/^[\w.-]+$/)
        .optional(),
      book: z.uuid().optional(),
    }),
  },
  responses: describeResponses({
    200: json(z.object({ items: z.array(shownBookSchema) }), 'Newest first, 200 at most'),
  }),
});

export const mountListShownBooks: Mount = (app, deps) => {
  serve(app, deps, route, async (c) => {
    const books = await listShownBooks(deps.db, c.req.valid('query'));
    const items = books.map((book) => ({ ...book, signedAt: book.signedAt.toISOString() }));
    return c.json({ items }, 200);
  });
};
