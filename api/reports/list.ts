import { z } from '@hono/zod-openapi';
import { listReports } from '../../db/reports/record-report';
import type { Mount } from '../http/env';
import { defineRoute, serve } from '../http/guarded-route';
import { describeResponses, json } from '../http/responses';
import { reportSchema } from './contract';
import { viewReport } from './view';

/** Older ones stay where they are kept; nobody looks for them in a list. */
const linesMax = 100;

const route = defineRoute('report.read', {
  method: 'get',
  path: '/api/reports',
  tags: ['reports'],
  summary: 'The reports that were asked for in an office, the newest first',
  request: { query: z.object({ officeId: z.uuid() }) },
  responses: describeResponses({
    200: json(z.object({ reports: z.array(reportSchema) }), 'At most a hundred'),
  }),
});

export const mountListReports: Mount = (app, deps) => {
  serve(app, deps, route, async (c, { office }) => {
    const reports = await listReports(deps.db, office.id, linesMax);
    return c.json({ reports: reports.map(viewReport) }, 200);
  });
};
