import { z } from '@hono/zod-openapi';
import { listSignIns } from '../../db/sessions/list-sessions';
import { describeResponses, json } from '../http/responses';
import type { Mount } from '../http/env';
import { defineRoute, serve } from '../http/guarded-route';
import { signInRecordSchema } from './contract';

const itemsMax = 50;

const route = defineRoute('my-sign-in.list', {
  method: 'get',
  path: '/api/my/sign-ins',
  tags: ['session'],
  summary: 'The last sign-ins to the asking person’s account, refused ones too',
  responses: describeResponses({
    200: json(z.object({ items: z.array(signInRecordSchema) }), 'The newest first'),
  }),
});

export const mountListMySignIns: Mount = (app, deps) => {
  const { db } = deps;
  serve(app, deps, route, async (c, { signedIn }) => {
    const signIns = await listSignIns(db.manager, signedIn.personId, itemsMax);
    const items = signIns.map(({ at, method, outcome, browser, os, address }) => ({
      ...{ at: at.toISOString(), method, outcome, browser, os, address },
    }));
    return c.json({ items }, 200);
  });
};
