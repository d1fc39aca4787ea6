import { z } from '@hono/zod-openapi';
import { listDossiers } from '../../db/dossiers/list-dossiers';
import { listOpened } from '../../db/dossiers/list-opened';
import { describeResponses, json } from '../http/responses';
import { defineRoute, serve } from '../http/guarded-route';
import { cursorSchema } from '../http/contract';
import { readCursor, writeCursor } from '../http/cursor';
import { dossierListSchema } from './contract';
import { filterOf, filterShape } from './list-filter';
import type { Mount } from '../http/env';
import { viewRow } from './view-row';

const route = defineRoute('dossier.list', {
  method: 'get',
  path: '/api/dossiers',
  tags: ['dossiers'],
  summary: 'A work list of an office by time left; `all`: newest first',
  request: {
    query: cursorSchema.extend(filterShape).extend({
      /** In place of a cursor: how many lines are before the first. */
      offset: z.coerce.number().int().min(0).max(10_000_000).optional(),
    }),
  },
  responses: describeResponses({ 200: json(dossierListSchema, 'One page') }),
});

export const mountListDossiers: Mount = (app, deps) => {
  const { db, now } = deps;
  serve(app, deps, route, async (c, { signedIn }) => {
    const { cursor, limit, offset = 0, ...asked } = c.req.valid('query');
    const { personId } = signedIn;
    const filter = filterOf(asked, personId);
    const [at, code] = cursor ? readCursor(cursor, placeSchema) : [];
    const after = at !== undefined && code !== undefined ? { at: new Date(at), code } : undefined;
    const { lines, total, next } = await listDossiers(db, filter, { after, offset, limit });
    const opened = await listOpened(
      db,
      personId,
      lines.map(({ id }) => id),
    );
    return c.json(
      {
        items: lines.map((line) => ({ ...viewRow(line), opened: opened.has(line.id) })),
        total,
        nextCursor: next && writeCursor([next.at.getTime(), next.code]),
        serverTime: new Date(now()).toISOString(),
      },
      200,
    );
  });
};

const placeSchema = z.tuple([z.int().nonnegative(), z.string().max(60)]);
