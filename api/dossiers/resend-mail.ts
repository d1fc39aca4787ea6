import { z } from '@hono/zod-openapi';
import { resendMail } from '../../db/notices/resend';
import { describeResponses } from '../http/responses';
import { defineRoute, serve } from '../http/guarded-route';
import { emailSchema } from '../http/email-field';
import type { Mount } from '../http/env';

const route = defineRoute('dossier.resend-mail', {
  method: 'post',
  path: '/api/dossiers/{id}/resend-mail',
  tags: ['dossiers'],
  summary:
    'Try the newest mail to the requester at once, before it is sent, to a corrected address if one is given',
  request: {
    params: z.object({ id: z.uuid() }),
    body: {
      required: true,
      content: {
        'application/json': { schema: z.object({ email: emailSchema.optional() }) },
      },
    },
  },
  responses: describeResponses({ 204: { description: 'It is tried again within seconds' } }),
});

/** "Quản lý gửi lại email": for whoever took the address down or sends the copy. */
export const mountResendMail: Mount = (app, deps) => {
  serve(app, deps, route, async (c, { dossier, signedIn }) => {
    const { email = null } = c.req.valid('json');
    const at = new Date(deps.now());
    await resendMail(deps.db.manager, {
      dossierId: dossier.id,
      actorId: signedIn.personId,
      at,
      email,
    });
    return c.body(null, 204);
  });
};
