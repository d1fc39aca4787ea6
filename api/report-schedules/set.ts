import { randomUUID } from 'node:crypto';
import { recordSchedule } from '../../db/reports/schedules';
import { actKeyOf } from '../../domain/act-key';
import { idempotencyHeaderSchema } from '../http/contract';
import type { Mount } from '../http/env';
import { defineRoute, serve } from '../http/guarded-route';
import { withIdempotency } from '../http/idempotency';
import { describeResponses } from '../http/responses';
import { setScheduleSchema } from './contract';

const route = defineRoute('report.make', {
  method: 'post',
  path: '/api/report-schedules',
  tags: ['reports'],
  summary: 'Has a report made each day, week, month or quarter, of the one before, and mailed',
  request: {
    headers: idempotencyHeaderSchema,
    body: { required: true, content: { 'application/json': { schema: setScheduleSchema } } },
  },
  responses: describeResponses({ 204: { description: 'It runs' } }),
});

export const mountSetSchedule: Mount = (app, deps) => {
  serve(app, deps, route, async (c, { signedIn, office }) => {
    const { kind, branch, rhythm } = c.req.valid('json');
    const { personId: createdBy } = signedIn;
    await withIdempotency(c, deps, async (key) => {
      await recordSchedule(
        deps.db,
        {
          ...{ id: randomUUID(), officeId: office.id, kind, branch, rhythm, createdBy },
          createdAt: new Date(deps.now()),
        },
        actKeyOf('report-schedule-set', createdBy, key),
      );
      return null;
    });
    return c.body(null, 204);
  });
};
