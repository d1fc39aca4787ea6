import { z } from '@hono/zod-openapi';
import { readLogFile } from '../../db/registers/read-log';
import { SaoyError } from '../../domain/problem';
import { defineRoute, serveByHand } from '../http/guarded-route';
import type { Mount } from '../http/env';
import { describeResponses } from '../http/responses';
import { bookParams } from './contract';

const { needs, route } = defineRoute('register.read', {
  method: 'get',
  path: '/api/public/registers/{bookId}/tile/{level}/{tile}',
  tags: ['public'],
  summary: 'A tile of a book’s log (C2SP tlog-tiles): hashes, or the leaves themselves',
  request: {
    params: bookParams.extend({
      /** A number; `entries`: the leaves. */
      level: z.string().max(8),
      /** `000`, `x001/234`, `000.p/17`: its slashes are slashes. */
      tile: z.string().max(40),
    }),
  },
  responses: describeResponses({
    200: {
      description: 'Hashes of 32 bytes each; leaves, each after its length in two bytes',
      content: { 'application/octet-stream': { schema: { type: 'string', format: 'binary' } } },
    },
  }),
});

/** The number of a tile has slashes of its own. */
const withSlashes = {
  ...route,
  getRoutingPath: () => '/api/public/registers/:bookId/tile/:level/:tile{.+}',
};

export const mountTile: Mount = (app, deps) => {
  serveByHand(app, deps, { needs, route: withSlashes }, async (c, _found, params) => {
    const { bookId, level, tile } = params;
    const bytes = await readLogFile(deps.db, bookId)(`tile/${level}/${tile}`);
    if (!bytes) throw new SaoyError('register-not-shown');
    return c.body(new Uint8Array(bytes), 200, { 'content-type': 'application/octet-stream' });
  });
};
