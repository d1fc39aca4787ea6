import { randomUUID } from 'node:crypto';
import { z } from '@hono/zod-openapi';
import { recordTokenUnlocked } from '../../db/signing/record-token-unlocked';
import { describeResponses } from '../http/responses';
import { defineRoute, serve } from '../http/guarded-route';
import type { Mount } from '../http/env';

const route = defineRoute('token.unlock', {
  method: 'put',
  path: '/api/offices/{officeId}/tokens/{label}/unlocked',
  tags: ['signing'],
  summary: "Says that a token's issuer has unlocked it: PINs may reach it again",
  request: {
    params: z.object({ officeId: z.uuid(), label: z.string().min(1).max(100) }),
  },
  responses: describeResponses({
    204: { description: 'Written down; the next PIN reaches the token' },
  }),
});

/** Refused where the token itself says that its PIN is still low, final or locked. */
export const mountTokenUnlocked: Mount = (app, deps) => {
  const { db, now } = deps;
  serve(app, deps, route, async (c, { signedIn }) => {
    const { officeId, label } = c.req.valid('param');
    const { personId } = signedIn;
    await recordTokenUnlocked(db, {
      ...{ label, officeId, actorId: personId },
      actKey: `token-unlocked ${randomUUID()}`,
      at: new Date(now()),
    });
    return c.body(null, 204);
  });
};
