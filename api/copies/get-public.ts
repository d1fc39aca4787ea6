import { z } from '@hono/zod-openapi';
import { getPublicCopy } from '../../db/copies/get-public-copy';
import { describeResponses, json } from '../http/responses';
import { defineRoute, serve } from '../http/guarded-route';
import { publicCopySchema } from './contract';
import type { Mount } from '../http/env';
import { noteCheck } from './note-check';
import { viewPublicCopy } from './view';

const route = defineRoute('copy.status', {
  method: 'get',
  path: '/api/public/copies/{publicToken}',
  tags: ['public'],
  summary: 'The public status of the copy whose QR was scanned',
  request: { params: z.object({ publicToken: z.string().max(40) }) },
  responses: describeResponses({
    200: json(publicCopySchema, 'In force or revoked; nothing personal'),
  }),
});

/** Open to all: the token is 144 bits that only the copy's holder has. */
export const mountGetPublicCopy: Mount = (app, deps) => {
  const { db } = deps;
  serve(app, deps, route, async (c) => {
    const copy = await getPublicCopy(db, c.req.valid('param').publicToken);
    await noteCheck(c, deps, copy, 'code');
    return c.json(viewPublicCopy(copy), 200);
  });
};
