import { z } from '@hono/zod-openapi';
import { recordNudge } from '../../db/supervision/record-nudge';
import { actKeyOf } from '../../domain/act-key';
import { idempotencyHeaderSchema } from '../http/contract';
import { defineRoute, serve } from '../http/guarded-route';
import { withIdempotency } from '../http/idempotency';
import { describeResponses } from '../http/responses';
import type { Mount } from '../http/env';

const route = defineRoute('nudge.send', {
  method: 'post',
  path: '/api/supervision/nudges',
  tags: ['supervision'],
  summary: 'Reminds those who hold the step that a dossier stands in, on their page of notices',
  request: {
    headers: idempotencyHeaderSchema,
    body: {
      required: true,
      content: {
        'application/json': { schema: z.object({ officeId: z.uuid(), dossierId: z.uuid() }) },
      },
    },
  },
  responses: describeResponses({ 204: { description: 'They are told' } }),
});

export const mountNudge: Mount = (app, deps) => {
  serve(app, deps, route, async (c, { signedIn, office }) => {
    const { dossierId } = c.req.valid('json');
    const { personId: actorId } = signedIn;
    await withIdempotency(c, deps, async (key) => {
      const act = { actorId, actKey: actKeyOf('nudge', actorId, key), at: new Date(deps.now()) };
      await recordNudge(deps.db, { officeId: office.id, dossierId, ...act });
      return null;
    });
    return c.body(null, 204);
  });
};
