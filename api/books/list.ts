import { z } from '@hono/zod-openapi';
import { listBooks } from '../../db/registers/list-books';
import { getOffice } from '../../db/offices/get-office';
import { dayOf, formatDate } from '../../time/time';
import { policyInForce } from '../../policies/policy-in-force';
import { describeResponses, json } from '../http/responses';
import { defineRoute, serve } from '../http/guarded-route';
import { bookSchema } from './contract';
import type { Mount } from '../http/env';
import { viewBook } from './view';

const route = defineRoute('book.list', {
  method: 'get',
  path: '/api/books',
  tags: ['register'],
  summary: 'The register books of an office, with the number expected next',
  request: { query: z.object({ officeId: z.uuid() }) },
  responses: describeResponses({
    200: json(z.object({ items: z.array(bookSchema) }), 'Newest first'),
  }),
});

export const mountListBooks: Mount = (app, deps) => {
  const { db, rules, now } = deps;
  serve(app, deps, route, async (c, { officeId }) => {
    const policy = policyInForce(rules, (await getOffice(db, officeId)).policyId, now());
    const today = formatDate(dayOf(now()));
    const books = await listBooks(db, officeId);
    return c.json({ items: books.map((book) => viewBook(book, books, policy, today)) }, 200);
  });
};
