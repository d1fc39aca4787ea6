import { z } from '@hono/zod-openapi';
import { listOffices, type OfficesAfter } from '../../db/offices/list-offices';
import { cursorSchema } from '../http/contract';
import { writeCursor, readCursor } from '../http/cursor';
import { defineRoute, serve } from '../http/guarded-route';
import type { Mount } from '../http/env';
import { describeResponses, json } from '../http/responses';
import { unitListSchema } from './contract';
import { viewUnit } from './view';

const route = defineRoute('unit.list', {
  method: 'get',
  path: '/api/offices',
  tags: ['administration'],
  summary: 'Offices of a branch by name: those right below one, or all that a search finds',
  request: {
    query: cursorSchema.extend({
      officeId: z.uuid(),
      childrenOnly: z.enum(['true', 'false']).default('false'),
      /** Words, each a part of the name or the identifier; accents do not count. */
      q: z.string().max(200).default(''),
      standing: z.enum(['yes', 'no', 'all']).default('all'),
    }),
  },
  responses: describeResponses({ 200: json(unitListSchema, 'One page') }),
});

const placeSchema = z.tuple([z.string().max(200), z.uuid()]);

export const mountListUnits: Mount = (app, deps) => {
  serve(app, deps, route, async (c, { unit }) => {
    const { cursor, limit, q, standing, childrenOnly } = c.req.valid('query');
    const filter = { branch: unit, q, standing, childrenOnly: childrenOnly === 'true' };
    const [nameFolded, id] = cursor ? readCursor(cursor, placeSchema) : [];
    const after = nameFolded !== undefined && id !== undefined ? { nameFolded, id } : undefined;
    const { lines, total, next } = await listOffices(deps.db, filter, { after, limit });
    return c.json({ items: lines.map(viewUnit), total, nextCursor: next && placeOf(next) }, 200);
  });
};

function placeOf({ nameFolded, id }: OfficesAfter): string {
  return writeCursor([nameFolded, id]);
}
