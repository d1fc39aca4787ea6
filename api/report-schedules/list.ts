import { z } from '@hono/zod-openapi';
import { readNames } from '../../db/reports/record-report';
import { listSchedules } from '../../db/reports/schedules';
import type { Mount } from '../http/env';
import { defineRoute, serve } from '../http/guarded-route';
import { describeResponses, json } from '../http/responses';
import { scheduleSchema } from './contract';

const route = defineRoute('report.read', {
  method: 'get',
  path: '/api/report-schedules',
  tags: ['reports'],
  summary: 'Reports of an office that are made by themselves',
  request: { query: z.object({ officeId: z.uuid() }) },
  responses: describeResponses({
    200: json(z.object({ schedules: z.array(scheduleSchema) }), 'Those that run'),
  }),
});

export const mountListSchedules: Mount = (app, { db, ...deps }) => {
  serve(app, { db, ...deps }, route, async (c, { office }) => {
    const found = await listSchedules(db, office.id);
    const names = await readNames(db, [...new Set(found.map(({ createdBy }) => createdBy))]);
    const schedules = found.map(({ id, kind, branch, rhythm, createdAt, createdBy }) => ({
      ...{ id, kind, branch, rhythm, createdAt: createdAt.toISOString() },
      createdBy: names.get(createdBy) ?? '',
    }));
    return c.json({ schedules }, 200);
  });
};
