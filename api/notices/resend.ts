import { z } from '@hono/zod-openapi';
import { resendNotice } from '../../db/notices/resend';
import { describeResponses } from '../http/responses';
import type { Mount } from '../http/env';
import { defineRoute, serve } from '../http/guarded-route';

const route = defineRoute('notice.resend', {
  method: 'post',
  path: '/api/notices/{id}/resend',
  tags: ['notices'],
  summary: 'Try a notice at once that is not sent, or perhaps sent',
  request: { params: z.object({ id: z.uuid() }) },
  responses: describeResponses({ 204: { description: 'It is tried again within seconds' } }),
});

/** By any channel; a mail to a corrected address is sent from its dossier. */
export const mountResendNotice: Mount = (app, deps) => {
  serve(app, deps, route, async (c, { signedIn, notice }) => {
    const act = { actorId: signedIn.personId, at: new Date(deps.now()) };
    await resendNotice(deps.db.manager, notice, act);
    return c.body(null, 204);
  });
};
