import { z } from '@hono/zod-openapi';
import { useCopyLink } from '../../db/copies/copy-links';
import { SaoyError } from '../../domain/problem';
import { describeResponses } from '../http/responses';
import { defineRoute, serve } from '../http/guarded-route';
import type { Mount } from '../http/env';
import { pdfAnswer } from '../http/pdf-answer';

const route = defineRoute('copy.follow-link', {
  method: 'get',
  path: '/api/public/copy-links/{token}',
  tags: ['public'],
  summary: 'A copy that was too large to be mailed, by the link in the mail; for a time',
  request: { params: z.object({ token: z.string().max(100) }) },
  responses: describeResponses({ 200: pdfAnswer }),
});

/** Open to all: the token is 256 bits that only the requester's mail holds. */
export const mountFollowLink: Mount = (app, deps) => {
  const { db, store, now } = deps;
  serve(app, deps, route, async (c) => {
    const found = await useCopyLink(db, c.req.valid('param').token, new Date(now()));
    if (found === undefined) throw new SaoyError('copy-link-unknown');
    const bytes = await store.get(found.hash);
    return c.body(new Uint8Array(bytes), 200, {
      'content-type': 'application/pdf',
      'referrer-policy': 'no-referrer',
      'content-disposition': `attachment; filename*=UTF-8''${encodeURIComponent(found.code)}.pdf`,
    });
  });
};
