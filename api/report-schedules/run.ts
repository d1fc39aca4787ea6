import { randomUUID } from 'node:crypto';
import { z } from '@hono/zod-openapi';
import { getReport, recordReportAsked } from '../../db/reports/record-report';
import { listSchedules } from '../../db/reports/schedules';
import { SaoyError } from '../../domain/problem';
import { periodsEnded } from '../../domain/report-periods';
import { dayOf, formatDate } from '../../time/time';
import type { Mount } from '../http/env';
import { defineRoute, serve } from '../http/guarded-route';
import { describeResponses, json } from '../http/responses';
import { reportSchema } from '../reports/contract';
import { startReport } from '../reports/start-report';
import { viewReport } from '../reports/view';

const route = defineRoute('report.make', {
  method: 'post',
  path: '/api/report-schedules/{id}/run',
  tags: ['reports'],
  summary: 'Has the report of the last period that ended made now, without waiting for the night',
  request: {
    params: z.object({ id: z.uuid() }),
    body: {
      required: true,
      content: { 'application/json': { schema: z.object({ officeId: z.uuid() }) } },
    },
  },
  responses: describeResponses({ 202: json(reportSchema, 'It is being made') }),
});

export const mountRunSchedule: Mount = (app, deps) => {
  const { db, now } = deps;
  serve(app, deps, route, async (c, { signedIn, office }) => {
    const running = await listSchedules(db, office.id);
    const schedule = running.find(({ id }) => id === c.req.valid('param').id);
    if (!schedule) throw new SaoyError('report-schedule-unknown');
    const { kind, branch, rhythm } = schedule;
    const at = new Date(now());
    const days = { since: -Infinity, today: dayOf(at.getTime()) };
    const [last] = periodsEnded(rhythm, days, 1);
    if (!last) throw new RangeError('no period has ever ended');
    const id = randomUUID();
    await recordReportAsked(db, {
      ...{ id, kind, officeId: office.id, branch, scheduleId: schedule.id },
      ...{ fromDay: formatDate(last.from), toDay: formatDate(last.to), asOf: at },
      ...{ askedBy: signedIn.personId, askedAt: at },
    });
    await startReport(deps, id);
    return c.json(viewReport(await getReport(db, id)), 202);
  });
};
