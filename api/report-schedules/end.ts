import { z } from '@hono/zod-openapi';
import { endSchedule } from '../../db/reports/schedules';
import type { Mount } from '../http/env';
import { defineRoute, serve } from '../http/guarded-route';
import { describeResponses } from '../http/responses';

const route = defineRoute('report.make', {
  method: 'post',
  path: '/api/report-schedules/{id}/end',
  tags: ['reports'],
  summary: 'Has a report made no longer; what was made stays',
  request: {
    params: z.object({ id: z.uuid() }),
    body: {
      required: true,
      content: { 'application/json': { schema: z.object({ officeId: z.uuid() }) } },
    },
  },
  responses: describeResponses({ 204: { description: 'It is ended' } }),
});

export const mountEndSchedule: Mount = (app, deps) => {
  serve(app, deps, route, async (c, { signedIn, office }) => {
    const { id } = c.req.valid('param');
    const act = { id, officeId: office.id, actorId: signedIn.personId };
    await endSchedule(deps.db, { ...act, at: new Date(deps.now()) });
    return c.body(null, 204);
  });
};
