import { z } from '@hono/zod-openapi';
import {
  type PageStart,
  dossierLists,
  listDossiers,
  subjects,
} from '../../db/dossiers/list-dossiers';
import { listOpened } from '../../db/dossiers/list-opened';
import { parseDate } from '../../deadlines/parse-time';
import { startOfDay } from '../../time/time';
import { SaoyError } from '../../domain/problem';
import { describeResponses, json } from '../http/responses';
import { defineRoute, serve } from '../http/guarded-route';
import { cursorSchema } from '../http/contract';
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
    const after = cursor ? readCursor(cursor) : undefined;
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
        nextCursor: next && writeCursor(next),
        serverTime: new Date(now()).toISOString(),
      },
      200,
    );
  });
};

const cursorContent = z.tuple([z.int().nonnegative(), z.string().max(60)]);

function writeCursor({ at, code }: PageStart): string {
  return Buffer.from(JSON.stringify([at.getTime(), code])).toString('base64url');
}

/** @throws SaoyError `input-invalid` for what we never gave out. */
function readCursor(cursor: string): PageStart {
  try {
    const text = Buffer.from(cursor, 'base64url').toString();
    const [at, code] = cursorContent.parse(JSON.parse(text));
    return { at: new Date(at), code };
  } catch (cause) {
    throw new SaoyError(
      'input-invalid',
      { field: 'cursor', reason: 'không phải dấu trang của danh sách này' },
      { cause },
    );
  }
}
