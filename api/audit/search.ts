import { z } from '@hono/zod-openapi';
import { type AuditFilter, searchAudit } from '../../db/audit-search/search-audit';
import { recordReading } from '../../db/dossiers/record-reading';
import type { Office } from '../../db/offices/entity';
import { parseDate } from '../../deadlines/parse-time';
import { SaoyError } from '../../domain/problem';
import { formatInstantVi, startOfDay } from '../../time/time';
import { cursorSchema } from '../http/contract';
import { readCursor, writeCursor } from '../http/cursor';
import type { Mount } from '../http/env';
import { defineRoute, serve } from '../http/guarded-route';
import { binary, describeResponses, json, xlsxHeaders, xlsxType } from '../http/responses';
import { writeWorkbook } from '../tables/write-workbook';
import { auditFilterSchema, type AuditLine, auditPageSchema } from './contract';
import { viewAuditLine } from './view';

/** A log is read by quarters at most: more is no search. */
const daysMax = 100;
/** Lines of one table. */
const rowsMax = 20_000;

const route = defineRoute('audit.read', {
  method: 'get',
  path: '/api/audit',
  tags: ['administration'],
  summary: 'The audit log of an office and those below it, the newest first',
  request: { query: auditFilterSchema.extend(cursorSchema.shape) },
  responses: describeResponses({ 200: json(auditPageSchema, 'One page') }),
});

const exportRoute = defineRoute('audit.read', {
  method: 'get',
  path: '/api/audit.xlsx',
  tags: ['administration'],
  summary: 'The same as Excel; that it was taken stands in the log',
  request: { query: auditFilterSchema },
  responses: describeResponses({
    200: binary(xlsxType, 'The lines as a workbook'),
  }),
});

const placeSchema = z.tuple([z.iso.datetime(), z.uuid(), z.number().int()]);

export const mountSearchAudit: Mount = (app, deps) => {
  serve(app, deps, route, async (c, { office }) => {
    const { cursor, limit, ...query } = c.req.valid('query');
    const place = cursor ? readCursor(cursor, placeSchema) : undefined;
    const after = place && { at: new Date(place[0]), officeId: place[1], sequence: place[2] };
    const { lines, next } = await searchAudit(deps.db, filterOf(office, query), { after, limit });
    const nextCursor = next && writeCursor([next.at.toISOString(), next.officeId, next.sequence]);
    return c.json({ items: lines.map(viewAuditLine), nextCursor }, 200);
  });
};

export const mountExportAudit: Mount = (app, deps) => {
  serve(app, deps, exportRoute, async (c, { office, signedIn }) => {
    const query = c.req.valid('query');
    const { lines, next } = await searchAudit(deps.db, filterOf(office, query), {
      limit: rowsMax,
    });
    await recordReading(deps.db.manager, {
      ...{ officeId: office.id, actorId: signedIn.personId, action: 'download' },
      ...{ details: { log: true, from: query.from, to: query.to }, at: new Date(deps.now()) },
    });
    const workbook = await writeWorkbook([
      {
        name: 'Nhật ký',
        heading: [
          `Nhật ký của ${office.name}, từ ${query.from} đến ${query.to}`,
          ...(next
            ? [`Chỉ có ${rowsMax} dòng mới nhất; thu hẹp điều kiện để lấy các dòng cũ hơn.`]
            : []),
        ],
        columns: columns.map(({ title, width }) => ({ title, width })),
        rows: lines.map(viewAuditLine).map((line) => columns.map(({ of }) => of(line))),
      },
    ]);
    return c.body(new Uint8Array(workbook), 200, xlsxHeaders(`nhat-ky-${query.from}-${query.to}`));
  });
};

const columns: { title: string; width: number; of: (line: AuditLine) => string | number }[] = [
  { title: 'Thời điểm', width: 20, of: ({ at }) => formatInstantVi(Date.parse(at)) },
  { title: 'Đơn vị', width: 32, of: ({ office }) => office.name },
  { title: 'Số', width: 10, of: ({ sequence }) => sequence },
  { title: 'Việc', width: 36, of: ({ text }) => text },
  { title: 'Người làm', width: 28, of: ({ actor }) => actor?.name ?? 'Sao Y' },
  { title: 'Với người', width: 28, of: ({ person }) => person?.name ?? '' },
  { title: 'Hồ sơ', width: 24, of: ({ dossier }) => dossier?.code ?? '' },
  { title: 'Thay đổi', width: 60, of: ({ changes }) => changes.join('; ') },
  { title: 'Phiên', width: 38, of: ({ session }) => session?.id ?? '' },
  { title: 'Mã băm', width: 66, of: ({ hash }) => hash },
];

/** @throws SaoyError `input-invalid` where the days are in the wrong order, or too many */
function filterOf(office: Office, query: z.output<typeof auditFilterSchema>): AuditFilter {
  const [first, last] = [parseDate(query.from), parseDate(query.to)];
  if (last < first || last - first >= daysMax) {
    throw new SaoyError('input-invalid', { field: 'to', reason: `1–${daysMax} ngày` });
  }
  const { action, actor, person, dossier, session, only } = query;
  return {
    within: only === 'office' ? { officeId: office.id } : { branch: office.path },
    ...{ from: new Date(startOfDay(first)), before: new Date(startOfDay(last + 1)) },
    ...{ action, actorId: actor, personId: person, dossierCode: dossier, inSession: session },
  };
}
