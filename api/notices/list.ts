import { z } from '@hono/zod-openapi';
import { listForReader, recordReading } from '../../db/notices/list-notices';
import { describeResponses, json } from '../http/responses';
import type { Mount } from '../http/env';
import { defineRoute, serve } from '../http/guarded-route';
import { shownNoticesSchema } from './contract';
import { viewNotices } from './view';

const route = defineRoute('notice.list', {
  method: 'get',
  path: '/api/notices',
  tags: ['notices'],
  summary: 'What is told to a person in an office, to their rights there and to themselves',
  request: { query: z.object({ officeId: z.uuid() }) },
  responses: describeResponses({
    200: json(shownNoticesSchema, 'The newest hundred, the newest first'),
  }),
});

/** The portal's notices: steps near their end and over it, slips to be handed over anew, what colleagues do. */
export const mountListNotices: Mount = (app, deps) => {
  serve(app, deps, route, async (c, { signedIn, officeId }) => {
    const rights = signedIn.offices.find(({ id }) => id === officeId)?.rights ?? [];
    const { personId } = signedIn;
    const shown = await listForReader(
      deps.db,
      { officeId, personId, rights },
      new Date(deps.now()),
    );
    const items = await viewNotices(deps, shown.items);
    const read = new Set(shown.items.flatMap(({ notice, isRead }) => (isRead ? [notice.id] : [])));
    const told = items.map((item) => ({ ...item, read: read.has(item.id) }));
    return c.json({ items: told, unread: shown.unread }, 200);
  });
};

const readRoute = defineRoute('notice.mark-read', {
  method: 'post',
  path: '/api/notices/readings',
  tags: ['notices'],
  summary: 'That a person has read these notices, or all that they are shown',
  request: {
    body: {
      required: true,
      content: {
        'application/json': {
          schema: z.object({ officeId: z.uuid(), ids: z.array(z.uuid()).max(100).nullable() }),
        },
      },
    },
  },
  responses: describeResponses({ 204: { description: 'Written down; again the same' } }),
});

export const mountReadNotices: Mount = (app, deps) => {
  serve(app, deps, readRoute, async (c, { signedIn, officeId }) => {
    const { ids } = c.req.valid('json');
    const rights = signedIn.offices.find(({ id }) => id === officeId)?.rights ?? [];
    const reader = { officeId, personId: signedIn.personId, rights };
    await recordReading(deps.db, reader, ids, new Date(deps.now()));
    return c.body(null, 204);
  });
};
