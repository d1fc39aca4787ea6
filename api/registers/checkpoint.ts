import { findCheckpoint } from '../../db/registers/read-log';
import { SaoyError } from '../../domain/problem';
import { defineRoute, serveByHand } from '../http/guarded-route';
import type { Mount } from '../http/env';
import { describeResponses } from '../http/responses';
import { bookParams } from './contract';

const route = defineRoute('register.read', {
  method: 'get',
  path: '/api/public/registers/{bookId}/checkpoint',
  tags: ['public'],
  summary: 'What was last signed of a book’s log (C2SP tlog-checkpoint)',
  request: { params: bookParams },
  responses: describeResponses({
    200: {
      description: 'A signed note, with the lines of its witnesses',
      content: { 'text/plain': { schema: { type: 'string' as const } } },
    },
  }),
});

export const mountCheckpoint: Mount = (app, deps) => {
  serveByHand(app, deps, route, async (c, _found, { bookId }) => {
    const shown = await findCheckpoint(deps.db, bookId);
    if (!shown) throw new SaoyError('register-not-shown');
    return c.text(shown.checkpoint);
  });
};
