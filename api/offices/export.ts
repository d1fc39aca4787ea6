import { z } from '@hono/zod-openapi';
import { type BranchRow, listBranch } from '../../db/offices/list-offices';
import { officeKindDeclarations } from '../../domain/offices';
import { findDate, formatDateVi } from '../../time/time';
import type { Mount } from '../http/env';
import { defineRoute, serve } from '../http/guarded-route';
import { binary, describeResponses, xlsxType } from '../http/responses';
import { type Sheet, writeCsv, writeWorkbook } from '../tables/write-workbook';
import { columns } from './columns';
import { unitPath } from './get';

const route = defineRoute('unit.import', {
  method: 'get',
  path: '/api/offices/{officeId}/export',
  tags: ['administration'],
  summary: 'The branch as a table, whose first columns an import takes',
  request: {
    params: unitPath,
    query: z.object({ format: z.enum(['xlsx', 'csv']).default('xlsx') }),
  },
  responses: describeResponses({
    200: {
      description: 'The table',
      content: {
        ...binary(xlsxType, '').content,
        ...binary('text/csv', '').content,
      },
    },
  }),
});

const types = {
  xlsx: xlsxType,
  csv: 'text/csv; charset=utf-8',
};

export const mountExportUnits: Mount = (app, deps) => {
  serve(app, deps, route, async (c, { unit }) => {
    const { format } = c.req.valid('query');
    const sheet = sheetOf(await listBranch(deps.db, unit));
    const bytes = format === 'csv' ? writeCsv(sheet) : await writeWorkbook([sheet]);
    return c.body(new Uint8Array(bytes), 200, {
      'content-type': types[format],
      'content-disposition': `attachment; filename="don-vi.${format}"`,
    });
  });
};

function sheetOf(offices: readonly BranchRow[]): Sheet {
  const date = (iso: string | null) => {
    const day = iso === null ? undefined : findDate(iso);
    return day === undefined ? '' : formatDateVi(day);
  };
  return {
    name: 'Đơn vị',
    heading: [],
    columns: [
      ...columns.map(({ titles }) => ({ title: titles[0], width: 24 })),
      { title: 'Hết hiệu lực từ', width: 16 },
      { title: 'Mã đơn vị kế thừa', width: 24 },
    ],
    rows: offices.map((office) => [
      ...[office.code, office.name, officeKindDeclarations[office.kind].vi],
      ...[office.parentCode ?? '', date(office.validFrom), office.codePrefix],
      ...[date(office.validTo), office.successorCode ?? ''],
    ]),
  };
}
