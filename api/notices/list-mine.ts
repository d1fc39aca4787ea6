import { z } from '@hono/zod-openapi';
import { listForPerson } from '../../db/notices/list-notices';
import { describeResponses, json } from '../http/responses';
import type { Mount } from '../http/env';
import { defineRoute, serve } from '../http/guarded-route';
import { noticeSchema } from './contract';
import { viewNotices } from './view';

const route = defineRoute('notice.list-mine', {
  method: 'get',
  path: '/api/my-notices',
  tags: ['notices'],
  summary: "A person's own notices",
  responses: describeResponses({
    200: json(z.object({ items: z.array(noticeSchema) }), 'The newest hundred, the newest first'),
  }),
});

export const mountListMyNotices: Mount = (app, deps) => {
  serve(app, deps, route, async (c, { signedIn }) => {
    const found = await listForPerson(deps.db, signedIn.personId, new Date(deps.now()));
    return c.json({ items: await viewNotices(deps, found) }, 200);
  });
};
