import { z } from '@hono/zod-openapi';
import { recordExport } from '../../db/audit/record-export';
import type { DossierLine } from '../../db/dossiers/dossier-row';
import { type DossierFilter, listDossiers, type PageStart } from '../../db/dossiers/list-dossiers';
import { getOffice } from '../../db/offices/get-office';
import { maskEmail, maskNumber, maskOrNone } from '../../domain/mask';
import { requesterKindOf } from '../../domain/people';
import { stageDeclarations } from '../../domain/process';
import { clockOf, dayOf, formatDateVi, formatMinuteVi } from '../../time/time';
import type { ApiDeps } from '../http/deps';
import type { Mount } from '../http/env';
import { defineRoute, serve } from '../http/guarded-route';
import { binary, describeResponses, xlsxHeaders, xlsxType } from '../http/responses';
import { type Sheet, writeWorkbook } from '../tables/write-workbook';
import { filterOf, filterShape, soughtShape } from './list-filter';

/** More lines are a report's matter. */
const linesMax = 10_000;
const pageLines = 500;

const route = defineRoute('dossier.list', {
  method: 'get',
  path: '/api/dossiers/export.xlsx',
  tags: ['dossiers'],
  summary: 'A list as Excel, with the conditions and in the order in which it is shown',
  request: { query: z.object(filterShape) },
  responses: describeResponses({
    200: binary(xlsxType, 'A workbook of ten thousand lines at most; numbers and addresses masked'),
  }),
});

const soughtRoute = defineRoute('dossier.list', {
  method: 'post',
  path: '/api/dossiers/export.xlsx',
  tags: ['dossiers'],
  summary: 'The same, narrowed by words too',
  request: {
    body: {
      required: true,
      content: { 'application/json': { schema: z.object(soughtShape) } },
    },
  },
  responses: describeResponses({
    200: binary(xlsxType, 'A workbook of ten thousand lines at most; numbers and addresses masked'),
  }),
});

/** Who took which list out of the house stands in the log. */
export const mountExportList: Mount = (app, deps) => {
  serve(app, deps, route, async (c, { signedIn }) => {
    const asked = c.req.valid('query');
    return c.body(
      await exportList(deps, asked, signedIn.personId),
      200,
      xlsxHeaders(`ho-so-${asked.list}`),
    );
  });
};

export const mountExportSought: Mount = (app, deps) => {
  serve(app, deps, soughtRoute, async (c, { signedIn }) => {
    const asked = c.req.valid('json');
    return c.body(
      await exportList(deps, asked, signedIn.personId),
      200,
      xlsxHeaders(`ho-so-${asked.list}`),
    );
  });
};

async function exportList(
  deps: ApiDeps,
  asked: z.output<z.ZodObject<typeof soughtShape>>,
  personId: string,
): Promise<ArrayBuffer> {
  const { db, now } = deps;
  const { officeId, list } = asked;
  const lines = await readLines(deps, filterOf(asked, personId));
  const office = await getOffice(db, officeId);
  const at = now();
  await recordExport(db, {
    ...{ officeId, actorId: personId, list },
    ...{ rows: lines.length, at: new Date(at) },
  });
  return (await writeWorkbook([sheetOf(office.name, list, lines, at)])).slice().buffer;
}

async function readLines(
  { db }: Pick<ApiDeps, 'db'>,
  filter: DossierFilter,
): Promise<DossierLine[]> {
  const lines: DossierLine[] = [];
  let after: PageStart | undefined;
  do {
    const page = await listDossiers(db, filter, { after, limit: pageLines });
    lines.push(...page.lines);
    after = page.next ?? undefined;
  } while (after !== undefined && lines.length < linesMax);
  return lines;
}

const titles: Record<keyof typeof widths, string> = {
  index: 'STT',
  code: 'Mã chứng thực',
  subject: 'Đối tượng',
  name: 'Tên đối tượng đăng ký',
  email: 'Email',
  identifier: 'Số CMT/CCCD/MST',
  document: 'Loại giấy tờ',
  pages: 'Số trang',
  copies: 'Số bản',
  accepted: 'Ngày đăng ký',
  due: 'Hạn của bước',
  legalDue: 'Hạn trả',
  stage: 'Trạng thái',
  number: 'Số chứng thực',
  holder: 'Người giữ',
};
const widths = {
  ...{ index: 6, code: 26, subject: 20, name: 30, email: 26, identifier: 18, document: 30 },
  ...{
    pages: 9,
    copies: 8,
    accepted: 19,
    due: 17,
    legalDue: 17,
    stage: 22,
    number: 14,
    holder: 26,
  },
};
const columns = Object.keys(titles) as (keyof typeof widths)[];

/** The columns of the national portal's list [M-04], with what stands on ours beside them. */
function sheetOf(
  officeName: string,
  list: string,
  lines: readonly DossierLine[],
  at: number,
): Sheet {
  return {
    name: 'Hồ sơ',
    heading: [
      `DANH SÁCH HỒ SƠ CHỨNG THỰC: ${listTitles[list] ?? list}`,
      officeName,
      `Xuất lúc ${clockOf(at)} ngày ${formatDateVi(dayOf(at))}. Tìm thấy ${lines.length} kết quả.`,
    ],
    columns: columns.map((column) => ({ title: titles[column], width: widths[column] })),
    rows: lines.map((line, index) => {
      const cells = cellsOf(line, index);
      return columns.map((column) => cells[column]);
    }),
  };
}

const listTitles: Record<string, string> = {
  create: 'Đang tạo',
  returned: 'Bị trả lại',
  sign: 'Chờ ký',
  seal: 'Chờ đóng dấu',
  open: 'Đang giải quyết',
  all: 'Theo dõi',
};

function cellsOf(line: DossierLine, index: number): Record<keyof typeof widths, string | number> {
  const { requesterIdentifier: identifier, requesterEmail: email, clock } = line;
  return {
    ...{ index: index + 1, code: line.code, subject: subjectOf(identifier) },
    ...{ name: line.requesterName, document: line.documentType },
    email: maskOrNone(maskEmail, email) ?? '',
    identifier: maskOrNone(maskNumber, identifier) ?? '',
    ...{ pages: line.originalPages, copies: line.copies },
    accepted: `${formatDateVi(dayOf(line.acceptedAt.getTime()))} ${clockOf(line.acceptedAt.getTime())}`,
    due: clock ? formatMinuteVi(clock.due.getTime()) : '',
    legalDue: formatMinuteVi(line.legalDue.getTime()),
    stage: stageDeclarations[line.stage].vi,
    number: line.registerNumber ?? '',
    holder: line.heldBy?.name ?? '',
  };
}

const kinds = { citizen: 'Công dân', enterprise: 'Doanh nghiệp' } as const;

function subjectOf(identifier: string | null): string {
  const kind = requesterKindOf(identifier);
  return kind ? kinds[kind] : 'Không có tài khoản';
}
