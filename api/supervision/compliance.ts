import { z } from '@hono/zod-openapi';
import { getOffice } from '../../db/offices/get-office';
import { readReportedDossiers } from '../../db/dossiers/read-step-rounds';
import { parseDate } from '../../deadlines/parse-time';
import { type Day, startOfDay } from '../../time/time';
import { SaoyError } from '../../domain/problem';
import { policyInForce } from '../../policies/policy-in-force';
import { describeResponses } from '../http/responses';
import { defineRoute, serve } from '../http/guarded-route';
import { instantSchema } from '../http/contract';
import type { Mount } from '../http/env';
import { complianceReport } from './compliance-report';
import { writeWorkbook } from '../tables/write-workbook';

/** A quarter and a bit: reports follow quarters. */
const daysMax = 100;
const xlsx = 'application/vnd.openxmlformats-officedocument.spreadsheetml.sheet';

const route = defineRoute('report.read', {
  method: 'get',
  path: '/api/supervision/compliance.xlsx',
  tags: ['supervision'],
  summary: 'How the time budgets of the steps were kept; the same instant gives the same figures',
  request: {
    query: z.object({
      officeId: z.uuid(),
      from: z.iso.date(),
      to: z.iso.date(),
      /** Judges by what had happened then; now, where it is absent. */
      asOf: instantSchema.optional(),
    }),
  },
  responses: describeResponses({
    200: {
      description: 'Excel: by step and day, and every dossier',
      content: { [xlsx]: { schema: { type: 'string' as const, format: 'binary' } } },
    },
  }),
});

export const mountCompliance: Mount = (app, deps) => {
  const { db, rules, now } = deps;
  serve(app, deps, route, async (c) => {
    const { officeId, from, to, asOf } = c.req.valid('query');
    const [first, last] = parsePeriod(from, to);
    const office = await getOffice(db, officeId);
    const question = {
      officeName: office.name,
      policy: policyInForce(rules, office.policyId, startOfDay(last)),
      days: { from, to },
      from: new Date(startOfDay(first)),
      before: new Date(startOfDay(last + 1)),
      asOf: new Date(Math.min(asOf ? Date.parse(asOf) : now(), now())),
    };
    const dossiers = await readReportedDossiers(db, officeId, question.from, question.before);
    const workbook = await writeWorkbook(complianceReport(question, dossiers));
    return c.body(new Uint8Array(workbook), 200, {
      'content-type': xlsx,
      'content-disposition': `attachment; filename="thoi-gian-${from}-${to}.xlsx"`,
    });
  });
};

/** @throws SaoyError `input-invalid` where it ends before it begins, or is too long. */
function parsePeriod(from: string, to: string): [Day, Day] {
  const [first, last] = [parseDate(from), parseDate(to)];
  if (last < first || last - first >= daysMax) {
    throw new SaoyError('input-invalid', { field: 'to', reason: `1–${daysMax} ngày` });
  }
  return [first, last];
}
