import { z } from '@hono/zod-openapi';
import { dossierLists, listDossiers, subjects } from '../../db/dossiers/list-dossiers';
import { listOpened } from '../../db/dossiers/list-opened';
import { parseDate } from '../../deadlines/parse-time';
import { startOfDay } from '../../time/time';
import { describeResponses, json } from '../http/responses';
import { defineRoute, serve } from '../http/guarded-route';
import { cursorSchema } from '../http/contract';
import { readCursor, writeCursor } from '../http/cursor';
import { dossierListSchema } from './contract';
import type { Mount } from '../http/env';
import { viewRow } from './view-row';

const route = defineRoute('dossier.list', {
  method: 'get',
  path: '/api/dossiers',
  tags: ['dossiers'],
  summary: 'A work list of an office by time left; `all`: newest first',
  request: {
    query: cursorSchema.extend({
      officeId: z.uuid(),
      list: z.enum(dossierLists).default('open'),
      /** Words, each a part of the code, name, identifier, e-mail or register number, in any order. */
      q: z.string().max(200).optional(),
      subject: z.enum(subjects).optional(),
      /** First and last day of acceptance, at UTC+7. */
      from: z.iso.date().optional(),
      to: z.iso.date().optional(),
    }),
  },
  responses: describeResponses({ 200: json(dossierListSchema, 'One page') }),
});

export const mountListDossiers: Mount = (app, deps) => {
  const { db, now } = deps;
  serve(app, deps, route, async (c, { signedIn }) => {
    const { officeId, cursor, limit, from, to, q, ...query } = c.req.valid('query');
    const { personId } = signedIn;
    const filter = {
      ...query,
      officeId,
      q,
      from: from === undefined ? undefined : new Date(startOfDay(parseDate(from))),
      before: to === undefined ? undefined : new Date(startOfDay(parseDate(to) + 1)),
    };
    const [at, code] = cursor ? readCursor(cursor, placeSchema) : [];
    const after = at !== undefined && code !== undefined ? { at: new Date(at), code } : undefined;
    const { lines, total, next } = await listDossiers(db, filter, { after, limit });
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
