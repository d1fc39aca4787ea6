import { z } from '@hono/zod-openapi';
import { listChoices, recordChoices } from '../../db/notices/notice-choices';
import type { Mount } from '../http/env';
import { defineRoute, serve } from '../http/guarded-route';
import { describeResponses, json } from '../http/responses';
import { choiceSchema } from './contract';

const answer = describeResponses({
  200: json(z.object({ items: z.array(choiceSchema) }), 'Every kind of notice'),
});

const readRoute = defineRoute('notice.choose', {
  method: 'get',
  path: '/api/my-notice-choices',
  tags: ['notices'],
  summary: 'Where a person wants each kind of notice: on the page, by mail',
  responses: answer,
});

export const mountListNoticeChoices: Mount = (app, deps) => {
  serve(app, deps, readRoute, async (c, { signedIn }) =>
    c.json({ items: await listChoices(deps.db, signedIn.personId) }, 200),
  );
};

const writeRoute = defineRoute('notice.choose', {
  method: 'put',
  path: '/api/my-notice-choices',
  tags: ['notices'],
  summary: 'Choose where kinds of notices come; kinds that are left out stay as they are',
  request: {
    body: {
      required: true,
      content: {
        'application/json': { schema: z.object({ items: z.array(choiceSchema).min(1).max(20) }) },
      },
    },
  },
  responses: answer,
});

export const mountChooseNotices: Mount = (app, deps) => {
  serve(app, deps, writeRoute, async (c, { signedIn }) => {
    await recordChoices(deps.db, signedIn.personId, c.req.valid('json').items);
    return c.json({ items: await listChoices(deps.db, signedIn.personId) }, 200);
  });
};
