import { mkdtemp, readFile, rm } from 'node:fs/promises';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { z } from '@hono/zod-openapi';
import { recordReading } from '../../db/dossiers/record-reading';
import { getOffice } from '../../db/offices/get-office';
import { readTrackingBook, type TrackedLine } from '../../db/papers/read-tracking-book';
import { parseDate } from '../../deadlines/parse-time';
import type { Frame } from '../../documents/tables/table';
import { writeTablesPdf } from '../../documents/tables/write-pdf';
import { writeWorkbook } from '../../documents/tables/write-workbook';
import { maskNumber, maskOrNone } from '../../domain/mask';
import type { Cell, Column } from '../../domain/report-contents';
import { SaoyError } from '../../domain/problem';
import { stageDeclarations } from '../../domain/process';
import { dayOf, formatDateVi, localClock, startOfDay } from '../../time/time';
import type { ApiDeps } from '../http/deps';
import type { AppContext, Mount } from '../http/env';
import { defineRoute, serve } from '../http/guarded-route';
import { pdfAnswer } from '../http/pdf-answer';
import { binary, describeResponses, xlsxType } from '../http/responses';
import { formInForce } from './compose-paper';
import { agencyOf, minuteOf } from './paper-words';

/** A quarter on paper; a year as Excel. */
const daysMax = { pdf: 93, xlsx: 366 };
type Format = keyof typeof daysMax;

const spanSchema = z.object({ from: z.iso.date(), to: z.iso.date() });
type Span = z.infer<typeof spanSchema>;

const request = { params: z.object({ officeId: z.uuid() }), query: spanSchema };

const pdfRoute = defineRoute('tracking-book.read', {
  method: 'get',
  path: '/api/offices/{officeId}/tracking-book.pdf',
  tags: ['papers'],
  summary:
    'The book of dossiers taken in between two days, by the form in force; a quarter at most',
  request,
  responses: describeResponses({ 200: pdfAnswer }),
});

const xlsxRoute = defineRoute('tracking-book.read', {
  method: 'get',
  path: '/api/offices/{officeId}/tracking-book.xlsx',
  tags: ['papers'],
  summary: 'The same as Excel; a year at most',
  request,
  responses: describeResponses({ 200: binary(xlsxType, 'A workbook') }),
});

export const mountTrackingBookPdf: Mount = (app, deps) => {
  serve(app, deps, pdfRoute, async (c, { officeId, signedIn }) => {
    const span = c.req.valid('query');
    const read = spanOf(span, 'pdf');
    const frame = await frameOf(deps, officeId, span);
    const rows: Cell[][] = [];
    for await (const page of readTrackingBook(deps.db, officeId, read)) {
      rows.push(
        ...page.map((line, at) => rowOf(line, rows.length + at + 1, frame.agency[1], minuteOf)),
      );
    }
    const onPaper = columns.map((column) =>
      column.kind === 'when' ? { ...column, kind: 'text' as const } : column,
    );
    const table = { title: '', columns: onPaper, rows };
    const bytes = await writeTablesPdf(frame, [table], new Date(deps.now()));
    await recordTaken(deps, { officeId, actorId: signedIn.personId, span, format: 'pdf' });
    return answer(c, bytes, 'pdf', span);
  });
};

export const mountTrackingBookSheet: Mount = (app, deps) => {
  serve(app, deps, xlsxRoute, async (c, { officeId, signedIn }) => {
    const span = c.req.valid('query');
    const read = spanOf(span, 'xlsx');
    const frame = await frameOf(deps, officeId, span);
    const folder = await mkdtemp(join(tmpdir(), 'saoy-tracking-'));
    try {
      const path = join(folder, 'so.xlsx');
      await writeWorkbook(path, frame, [], {
        ...{ name: 'Sổ theo dõi', title: frame.title, columns },
        rows: sheetRows(deps, officeId, read, frame.agency[1]),
      });
      const bytes = await readFile(path);
      await recordTaken(deps, { officeId, actorId: signedIn.personId, span, format: 'xlsx' });
      return answer(c, bytes, 'xlsx', span);
    } finally {
      await rm(folder, { recursive: true, force: true });
    }
  });
};

/** Columns of the form; "Ký nhận" is for the pen. */
const columns: Column[] = [
  { title: 'TT', width: 6, kind: 'count' },
  { title: 'Mã hồ sơ', width: 29, kind: 'text' },
  { title: 'Tên thủ tục hành chính', width: 28, kind: 'text' },
  { title: 'Số lượng hồ sơ (bộ)', width: 10, kind: 'count' },
  { title: 'Tên cá nhân, tổ chức', width: 24, kind: 'text' },
  { title: 'Địa chỉ, số điện thoại', width: 16, kind: 'text' },
  { title: 'Cơ quan chủ trì giải quyết', width: 22, kind: 'text' },
  { title: 'Nhận hồ sơ', width: 16, kind: 'when', group: 'Ngày, tháng, năm' },
  { title: 'Hẹn trả kết quả', width: 16, kind: 'when', group: 'Ngày, tháng, năm' },
  { title: 'Trả kết quả', width: 16, kind: 'when', group: 'Ngày, tháng, năm' },
  { title: 'Phương thức nhận kết quả', width: 16, kind: 'text' },
  { title: 'Ký nhận', width: 12, kind: 'text' },
  { title: 'Ghi chú', width: 20, kind: 'text' },
];

function rowOf(line: TrackedLine, order: number, office: string, when: (at: Date) => Cell): Cell[] {
  const { code, documentType, requesterName, requesterPhone, receiptNumber, stage } = line;
  const ended = line.deliveredAt ?? line.endedAt;
  return [
    ...[order, code, `Chứng thực bản sao điện tử từ bản chính: ${documentType}`, 1],
    ...[requesterName, maskOrNone(maskNumber, requesterPhone) ?? '', office],
    ...[when(line.acceptedAt), when(line.legalDue), ended && when(ended)],
    ...['Trực tuyến (tài khoản, email)', ''],
    `${stageDeclarations[stage].vi}; biên nhận ${receiptNumber}`,
  ];
}

async function* sheetRows(
  { db }: ApiDeps,
  officeId: string,
  span: { from: Date; before: Date },
  office: string,
): AsyncGenerator<Cell[]> {
  let order = 0;
  for await (const page of readTrackingBook(db, officeId, span)) {
    for (const line of page) {
      order += 1;
      // A spreadsheet has no zones: the instant is written as the clock in Vietnam shows it.
      yield rowOf(line, order, office, (at) => localClock(at.getTime()));
    }
  }
}

/** @throws SaoyError `report-period-reversed`, `report-period-too-long` */
function spanOf({ from, to }: Span, format: Format): { from: Date; before: Date } {
  const [first, last] = [parseDate(from), parseDate(to)];
  if (first > last) throw new SaoyError('report-period-reversed');
  if (last - first >= daysMax[format]) {
    throw new SaoyError('report-period-too-long', { days: daysMax[format] });
  }
  return { from: new Date(startOfDay(first)), before: new Date(startOfDay(last + 1)) };
}

async function frameOf({ db, rules, now }: ApiDeps, officeId: string, span: Span): Promise<Frame> {
  const office = await getOffice(db, officeId);
  const form = formInForce({ rules, at: now() }, 'tracking-book');
  const [from, to] = [span.from, span.to].map((day) => formatDateVi(parseDate(day)));
  return {
    agency: agencyOf(office),
    title: form.title.toLocaleUpperCase('vi'),
    lines: [
      `Từ ngày ${from} đến ngày ${to}`,
      `${form.formLine}. Lập ngày ${formatDateVi(dayOf(now()))}`,
    ],
    signers: form.signers.map(({ title }) => title.toLocaleUpperCase('vi')),
  };
}

/** Names stand in it: that somebody took it is in the office's log. */
function recordTaken(
  { db, now }: ApiDeps,
  {
    officeId,
    actorId,
    span,
    format,
  }: { officeId: string; actorId: string; span: Span; format: Format },
) {
  return recordReading(db.manager, {
    ...{ officeId, actorId, action: 'download', at: new Date(now()) },
    details: { what: 'tracking-book', format, ...span },
  });
}

function answer(c: AppContext, bytes: Uint8Array, format: Format, { from, to }: Span) {
  return c.body(new Uint8Array(bytes), 200, {
    'content-type': format === 'pdf' ? 'application/pdf' : xlsxType,
    'content-disposition': `attachment; filename="so-theo-doi-${from}-${to}.${format}"`,
  });
}
