import { z } from '@hono/zod-openapi';
import { listChecks, listOpenings } from '../../db/copies/copy-checks';
import { getMyCopy } from '../../db/copies/list-my-copies';
import { msPerDay } from '../../time/time';
import type { Mount } from '../http/env';
import { defineRoute, serve } from '../http/guarded-route';
import { describeResponses, json } from '../http/responses';
import { copyChecksSchema } from './contract';

/** As long as checks are kept. */
const shownDays = 365;

const route = defineRoute('my-copy.read', {
  method: 'get',
  path: '/api/my/copies/{id}/checks',
  tags: ['citizen'],
  summary: 'Where my copy was checked, and who opened what I shared, within a year',
  request: { params: z.object({ id: z.uuid() }) },
  responses: describeResponses({ 200: json(copyChecksSchema, 'The newest first') }),
});

export const mountListChecks: Mount = (app, deps) => {
  const { db, now } = deps;
  serve(app, deps, route, async (c, { signedIn }) => {
    const { id } = await getMyCopy(db, signedIn.personId, c.req.valid('param').id);
    const since = new Date(now() - shownDays * msPerDay);
    const [checks, openings] = await Promise.all([listChecks(db, id), listOpenings(db, id, since)]);
    return c.json(
      {
        checks: checks.map(({ lastAt, ...line }) => ({ ...line, lastAt: lastAt.toISOString() })),
        openings: openings.map(({ at, ...line }) => ({ ...line, at: at.toISOString() })),
      },
      200,
    );
  });
};
