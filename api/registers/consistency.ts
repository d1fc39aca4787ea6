import { z } from '@hono/zod-openapi';
import { findCheckpoint, treeOfBook } from '../../db/registers/read-log';
import { SaoyError } from '../../domain/problem';
import { toBase64 } from '../../domain/register-log/bytes';
import { defineRoute, serve } from '../http/guarded-route';
import type { Mount } from '../http/env';
import { describeResponses, json } from '../http/responses';
import { bookParams, consistencySchema } from './contract';

const route = defineRoute('register.read', {
  method: 'get',
  path: '/api/public/registers/{bookId}/consistency',
  tags: ['public'],
  summary: 'The proof that a book’s log goes on from an earlier size',
  request: {
    params: bookParams,
    query: z.object({ from: z.coerce.number().int().min(0).max(4_294_967_295) }),
  },
  responses: describeResponses({ 200: json(consistencySchema, 'RFC 9162 §2.1.4') }),
});

export const mountConsistency: Mount = (app, deps) => {
  serve(app, deps, route, async (c) => {
    const { bookId } = c.req.valid('param');
    const { from } = c.req.valid('query');
    const shown = await findCheckpoint(deps.db, bookId);
    if (!shown || from > shown.size) throw new SaoyError('register-not-shown');
    const path = await treeOfBook(deps.db.manager, bookId, shown.size).consistencyPath(from);
    return c.json({ path: path.map(toBase64), checkpoint: shown.checkpoint }, 200);
  });
};
