import { correctEntry } from '../../db/registers/correct-entry';
import { idempotencyHeaderSchema } from '../http/contract';
import type { Mount } from '../http/env';
import { defineRoute, serve } from '../http/guarded-route';
import { withIdempotency } from '../http/idempotency';
import { describeResponses } from '../http/responses';
import { correctionOrderSchema, linePath } from './contract';

const route = defineRoute('book.correct', {
  method: 'post',
  path: '/api/offices/{officeId}/books/{bookId}/lines/{number}/corrections',
  tags: ['register'],
  summary: 'Write beside an entry what is right in place of one of its columns; the entry stays',
  request: {
    params: linePath,
    headers: idempotencyHeaderSchema,
    body: { required: true, content: { 'application/json': { schema: correctionOrderSchema } } },
  },
  responses: describeResponses({ 204: { description: 'Done' } }),
});

export const mountCorrectLine: Mount = (app, deps) => {
  const { db, now } = deps;
  serve(app, deps, route, async (c, { officeId, signedIn }) => {
    const { bookId, number } = c.req.valid('param');
    const { field, value, reason } = c.req.valid('json');
    await withIdempotency(c, deps, async () => {
      await correctEntry(db.manager, {
        ...{ officeId, bookId, number, field, value: String(value), reason },
        ...{ actorId: signedIn.personId, at: new Date(now()) },
      });
      return null;
    });
    return c.body(null, 204);
  });
};
