import { z } from '@hono/zod-openapi';
import { listUnsent } from '../../db/notices/list-notices';
import { describeResponses, json } from '../http/responses';
import type { Mount } from '../http/env';
import { defineRoute, serve } from '../http/guarded-route';
import { unsentNoticeSchema } from './contract';
import { viewUnsent } from './view';

const route = defineRoute('notice.list-unsent', {
  method: 'get',
  path: '/api/notices/unsent',
  tags: ['notices'],
  summary: 'Mails, text messages and webhooks that did not get through, or perhaps did',
  request: { query: z.object({ officeId: z.uuid() }) },
  responses: describeResponses({
    200: json(
      z.object({ items: z.array(unsentNoticeSchema) }),
      'Those that wait longest first, a hundred at most',
    ),
  }),
});

export const mountListUnsentNotices: Mount = (app, deps) => {
  serve(app, deps, route, async (c, { officeId }) => {
    const found = await listUnsent(deps.db, officeId);
    return c.json({ items: found.map(viewUnsent) }, 200);
  });
};
