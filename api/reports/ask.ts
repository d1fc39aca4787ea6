import { randomUUID } from 'node:crypto';
import { getReport, recordReportAsked } from '../../db/reports/record-report';
import { parseDate } from '../../deadlines/parse-time';
import { SaoyError } from '../../domain/problem';
import type { Mount } from '../http/env';
import { defineRoute, serve } from '../http/guarded-route';
import { describeResponses, json } from '../http/responses';
import { askReportSchema, reportSchema } from './contract';
import { startReport } from './start-report';
import { viewReport } from './view';

/** Three years: reports follow years, and are compared. */
const daysMax = 1_100;

const route = defineRoute('report.make', {
  method: 'post',
  path: '/api/reports',
  tags: ['reports'],
  summary: 'Asks for a report of a kind; the same instant gives the same data',
  request: {
    body: { required: true, content: { 'application/json': { schema: askReportSchema } } },
  },
  responses: describeResponses({ 202: json(reportSchema, 'It is being made') }),
});

export const mountAskReport: Mount = (app, deps) => {
  const { db, now } = deps;
  serve(app, deps, route, async (c, { signedIn, office }) => {
    const { kind, branch, from, to, asOf } = c.req.valid('json');
    requirePeriod(from, to);
    const id = randomUUID();
    await recordReportAsked(db, {
      ...{ id, kind, officeId: office.id, branch, fromDay: from, toDay: to },
      // Nobody knows what will have happened.
      asOf: new Date(Math.min(asOf ? Date.parse(asOf) : now(), now())),
      ...{ askedBy: signedIn.personId, askedAt: new Date(now()) },
    });
    await startReport(deps, id);
    return c.json(viewReport(await getReport(db, id)), 202);
  });
};

/** @throws SaoyError `report-period-reversed`, `report-period-too-long` */
function requirePeriod(from: string, to: string): void {
  const days = parseDate(to) - parseDate(from) + 1;
  if (days < 1) throw new SaoyError('report-period-reversed');
  if (days > daysMax) throw new SaoyError('report-period-too-long', { days: daysMax });
}
