import { z } from '@hono/zod-openapi';
import { listDossiers } from '../../db/dossiers/list-dossiers';
import { listOpened } from '../../db/dossiers/list-opened';
import { describeResponses, json } from '../http/responses';
import { defineRoute, serve } from '../http/guarded-route';
import { cursorSchema } from '../http/contract';
import { readCursor, writeCursor } from '../http/cursor';
import { dossierListSchema } from './contract';
import { filterOf, filterShape, soughtShape } from './list-filter';
import type { ApiDeps } from '../http/deps';
import type { Mount } from '../http/env';
import { viewRow } from './view-row';

/** In place of a cursor: how many lines are before the first. */
const offset = z.coerce.number().int().min(0).max(10_000_000).optional();

const route = defineRoute('dossier.list', {
  method: 'get',
  path: '/api/dossiers',
  tags: ['dossiers'],
  summary: 'A work list of an office by time left; `all`: newest first',
  request: { query: cursorSchema.extend(filterShape).extend({ offset }) },
  responses: describeResponses({ 200: json(dossierListSchema, 'One page') }),
});

const soughtSchema = cursorSchema.extend(soughtShape).extend({ offset });

const searchRoute = defineRoute('dossier.list', {
  method: 'post',
  path: '/api/dossiers/search',
  tags: ['dossiers'],
  summary: 'The same, narrowed by words too; changes nothing',
  request: {
    body: { required: true, content: { 'application/json': { schema: soughtSchema } } },
  },
  responses: describeResponses({ 200: json(dossierListSchema, 'One page') }),
});

export const mountListDossiers: Mount = (app, deps) => {
  serve(app, deps, route, async (c, { signedIn }) =>
    c.json(await listPage(deps, c.req.valid('query'), signedIn.personId), 200),
  );
};

export const mountSearchDossiers: Mount = (app, deps) => {
  serve(app, deps, searchRoute, async (c, { signedIn }) =>
    c.json(await listPage(deps, c.req.valid('json'), signedIn.personId), 200),
  );
};

async function listPage(
  { db, now }: Pick<ApiDeps, 'db' | 'now'>,
  asked: z.output<typeof soughtSchema>,
  personId: string,
): Promise<z.output<typeof dossierListSchema>> {
  const { cursor, limit, offset: before = 0, ...sought } = asked;
  const [at, code] = cursor ? readCursor(cursor, placeSchema) : [];
  const after = at !== undefined && code !== undefined ? { at: new Date(at), code } : undefined;
  const page = { after, offset: before, limit };
  const { lines, total, isMore, next } = await listDossiers(db, filterOf(sought, personId), page);
  const opened = await listOpened(
    db,
    personId,
    lines.map(({ id }) => id),
  );
  return {
    items: lines.map((line) => ({ ...viewRow(line), opened: opened.has(line.id) })),
    total,
    isMore,
    nextCursor: next && writeCursor([next.at.getTime(), next.code]),
    serverTime: new Date(now()).toISOString(),
  };
}

const placeSchema = z.tuple([z.int().nonnegative(), z.string().max(60)]);
