import { z } from '@hono/zod-openapi';
import { listForRights } from '../../db/notices/list-notices';
import { describeResponses, json } from '../http/responses';
import type { Mount } from '../http/env';
import { defineRoute, serve } from '../http/guarded-route';
import { noticeSchema } from './contract';
import { viewNotices } from './view';

const route = defineRoute('notice.list', {
  method: 'get',
  path: '/api/notices',
  tags: ['notices'],
  summary: 'What the clocks have to tell to the rights that a person holds in an office',
  request: { query: z.object({ officeId: z.uuid() }) },
  responses: describeResponses({
    200: json(z.object({ items: z.array(noticeSchema) }), 'The newest hundred, the newest first'),
  }),
});

/** The portal's notices: steps near their end and over it, slips to be handed over anew. */
export const mountListNotices: Mount = (app, deps) => {
  serve(app, deps, route, async (c, { signedIn, officeId }) => {
    const rights = signedIn.offices.find(({ id }) => id === officeId)?.rights ?? [];
    const found = await listForRights(deps.db, officeId, rights, new Date(deps.now()));
    return c.json({ items: await viewNotices(deps, found) }, 200);
  });
};
