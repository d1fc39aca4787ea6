import { z } from '@hono/zod-openapi';
import { readLogFile } from '../../db/registers/read-log';
import { SaoyError } from '../../domain/problem';
import { defineRoute, serveByHand } from '../http/guarded-route';
import type { Mount } from '../http/env';
import { describeResponses } from '../http/responses';
import { bookParams } from './contract';

/** The number of a tile has slashes of its own: `000`, `000.p/17`, `x001/234`, `x001/x234/067.p/9`. */
const pieces = ['a', 'b', 'c', 'd'];
const piece = z.string().max(8);

const routes = pieces.map((_, last) => {
  const names = pieces.slice(0, last + 1);
  return defineRoute('register.read', {
    method: 'get',
    path: `/api/public/registers/{bookId}/tile/{level}/${names.map((name) => `{${name}}`).join('/')}`,
    tags: ['public'],
    summary: 'A tile of a book’s log (C2SP tlog-tiles): hashes; at level `entries`, the leaves',
    request: {
      params: bookParams.extend({
        level: piece,
        ...Object.fromEntries(names.map((name) => [name, piece])),
      }),
    },
    responses: describeResponses({
      200: {
        description: 'Hashes of 32 bytes each; leaves, each after its length in two bytes',
        content: { 'application/octet-stream': { schema: { type: 'string', format: 'binary' } } },
      },
    }),
  });
});

export const mountTile: Mount = (app, deps) => {
  for (const route of routes) {
    serveByHand(app, deps, route, async (c, _found, { bookId, ...rest }) => {
      const path = ['tile', ...Object.values(rest)].join('/');
      const bytes = await readLogFile(deps.db, bookId)(path);
      if (!bytes) throw new SaoyError('register-not-shown');
      return c.body(new Uint8Array(bytes), 200, { 'content-type': 'application/octet-stream' });
    });
  }
};
