import { z } from '@hono/zod-openapi';
import { getBook, listLines } from '../../db/registers/list-entries';
import { readNames } from '../../db/people/read-names';
import { readCursor, writeCursor } from '../http/cursor';
import type { Mount } from '../http/env';
import { defineRoute, serve } from '../http/guarded-route';
import { describeResponses, json } from '../http/responses';
import { bookLineSchema, bookPath } from './contract';
import { viewLine } from './view';

const pageMax = 100;

const route = defineRoute('book.list', {
  method: 'get',
  path: '/api/offices/{officeId}/books/{bookId}/lines',
  tags: ['register'],
  summary: 'The lines of a book in their order, found by any column',
  request: {
    params: bookPath,
    query: z.object({
      /** Part of any column; a day as dd/MM/yyyy. */
      text: z.string().trim().max(100).optional(),
      from: z.iso.date().optional(),
      to: z.iso.date().optional(),
      cursor: z.string().max(100).optional(),
    }),
  },
  responses: describeResponses({
    200: json(
      z.object({ items: z.array(bookLineSchema), nextCursor: z.string().nullable() }),
      'A hundred at most',
    ),
  }),
});

export const mountListLines: Mount = (app, deps) => {
  serve(app, deps, route, async (c, { officeId }) => {
    const { id: bookId } = await getBook(deps.db, officeId, c.req.valid('param').bookId);
    const { text, from, to, cursor } = c.req.valid('query');
    const [after] = cursor === undefined ? [-1] : readCursor(cursor, z.tuple([z.number().int()]));
    const question = { bookId, after, text, from, to };
    const lines = await listLines(deps.db, { ...question, limit: pageMax + 1 });
    const shown = lines.slice(0, pageMax);
    const clerks = shown.flatMap(({ corrections }) => corrections.map((each) => each.correctedBy));
    const names = await readNames(deps.db, [...new Set(clerks)]);
    const items = shown.map((line) => viewLine(line, names));
    const last = items.at(-1);
    const nextCursor = lines.length > pageMax && last ? writeCursor([last.number]) : null;
    return c.json({ items, nextCursor }, 200);
  });
};
