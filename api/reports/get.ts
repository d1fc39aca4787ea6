import { z } from '@hono/zod-openapi';
import type { Report } from '../../db/reports/entity';
import { findReport } from '../../db/reports/record-report';
import { contentsOf } from '../../documents/reports/contents-of';
import { SaoyError } from '../../domain/problem';
import { reportKindDeclarations } from '../../domain/report-kinds';
import type { ApiDeps } from '../http/deps';
import type { Mount } from '../http/env';
import { defineRoute, serve } from '../http/guarded-route';
import { describeResponses, json, xlsxType } from '../http/responses';
import { answerFile } from '../http/stored-file';
import { contentsSchema, figuresSchema, wholeReportSchema } from './contract';
import { viewReport } from './view';

const query = z.object({ officeId: z.uuid() });

const route = defineRoute('report.read', {
  method: 'get',
  path: '/api/reports/{id}',
  tags: ['reports'],
  summary: 'A report with its figures, once it is made',
  request: { params: z.object({ id: z.uuid() }), query },
  responses: describeResponses({
    200: json(wholeReportSchema, 'As of then'),
  }),
});

const files = {
  xlsx: {
    type: xlsxType,
    hash: 'workbookHash',
  },
  pdf: { type: 'application/pdf', hash: 'pdfHash' },
} as const;

const fileContent = Object.fromEntries(
  Object.values(files).map(({ type }) => [
    type,
    { schema: { type: 'string' as const, format: 'binary' } },
  ]),
);

const fileRoute = defineRoute('report.read', {
  method: 'get',
  path: '/api/reports/{id}/{format}',
  tags: ['reports'],
  summary: 'The report as Excel (with every dossier and every step) or as PDF',
  request: { params: z.object({ id: z.uuid(), format: z.enum(['xlsx', 'pdf']) }), query },
  responses: describeResponses({
    200: { description: 'The file as it was made', content: fileContent },
    206: { description: 'The part that `Range` asks for', content: fileContent },
    304: { description: 'The client has it (`If-None-Match`)' },
  }),
});

export const mountGetReport: Mount = (app, deps) => {
  const { db } = deps;
  serve(app, deps, route, async (c, { office }) => {
    const { figures, ...report } = await getReport(db, office.id, c.req.valid('param').id);
    const contents = figures && contentsSchema.parse(jsonOf(contentsOf(report.kind, figures)));
    const named = report.kind === 'compliance' ? figuresSchema.nullable().parse(figures) : null;
    return c.json({ report: viewReport(report), contents, figures: named }, 200);
  });
  serve(app, deps, fileRoute, async (c, { office }) => {
    const { id, format } = c.req.valid('param');
    const report = await getReport(db, office.id, id);
    const { type, hash } = files[format];
    const kept = report[hash];
    if (kept === null) throw new SaoyError('report-not-ready');
    const { kind, fromDay, toDay } = report;
    const name = `${reportKindDeclarations[kind].file}-${fromDay}-${toDay}.${format}`;
    return answerFile(c, deps, { hash: kept, type, name });
  });
};

/** As it would be read again: without dates, and without what is undefined. */
function jsonOf(value: object): unknown {
  return JSON.parse(JSON.stringify(value));
}

/** @throws SaoyError `report-unknown` where it is not this office's */
async function getReport(db: ApiDeps['db'], officeId: string, id: string): Promise<Report> {
  const report = await findReport(db, officeId, id);
  if (!report) throw new SaoyError('report-unknown');
  return report;
}
