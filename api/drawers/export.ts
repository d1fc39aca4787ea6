import { z } from '@hono/zod-openapi';
import { recordExport } from '../../db/audit/record-export';
import { getOffice } from '../../db/offices/get-office';
import { cashCauseWords, cashKindWords } from '../../domain/cash';
import { parseDate } from '../../deadlines/parse-time';
import { formatDateVi, formatMinuteVi } from '../../time/time';
import type { ApiDeps } from '../http/deps';
import type { Mount } from '../http/env';
import { defineRoute, serve } from '../http/guarded-route';
import { binary, describeResponses, xlsxHeaders, xlsxType } from '../http/responses';
import { type Sheet, writeWorkbook } from '../tables/write-workbook';
import type { DrawerView, OfficeDrawersView } from './drawer-contract';
import { viewDrawer, viewOfficeDrawers } from './view';

const request = {
  params: z.object({ officeId: z.uuid() }),
  query: z.object({ day: z.iso.date().optional() }),
};
const responses = describeResponses({
  200: binary(xlsxType, 'A workbook: movements with their sums, and closings'),
});

const ownRoute = defineRoute('drawer.read', {
  ...{ method: 'get', path: '/api/offices/{officeId}/drawer.xlsx', tags: ['drawers'] },
  ...{ summary: 'One’s own drawer on a day, as Excel', request, responses },
});

const officeRoute = defineRoute('drawer.watch', {
  ...{ method: 'get', path: '/api/offices/{officeId}/drawers.xlsx', tags: ['drawers'] },
  ...{ summary: 'Every drawer of an office on a day, as Excel', request, responses },
});

/** Who took which list out of the house stands in the log. */
export const mountExportDrawer: Mount = (app, deps) => {
  serve(app, deps, ownRoute, async (c, { officeId, signedIn: { personId } }) => {
    const view = await viewDrawer(deps, officeId, personId, c.req.valid('query').day);
    return c.body(
      await write(deps, officeId, personId, view),
      200,
      xlsxHeaders(`quy-thu-${view.day}`),
    );
  });
};

export const mountExportDrawers: Mount = (app, deps) => {
  serve(app, deps, officeRoute, async (c, { officeId, signedIn: { personId } }) => {
    const view = await viewOfficeDrawers(deps, officeId, c.req.valid('query').day);
    return c.body(
      await write(deps, officeId, personId, view),
      200,
      xlsxHeaders(`quy-thu-${view.day}`),
    );
  });
};

async function write(
  { db, now }: ApiDeps,
  officeId: string,
  actorId: string,
  view: DrawerView | OfficeDrawersView,
): Promise<ArrayBuffer> {
  const { name } = await getOffice(db, officeId);
  const at = now();
  const rows = view.movements.length;
  await recordExport(db, { officeId, actorId, list: 'drawer', rows, at: new Date(at) });
  const day = formatDateVi(parseDate(view.day));
  const heading = (title: string) => [
    `${title} NGÀY ${day}`,
    name,
    `Xuất lúc ${formatMinuteVi(at)}. Thu ${view.sums.taken} đồng, trả lại ${view.sums.returned} đồng.`,
  ];
  const sheets = [
    movementsOf(view, heading('QUỸ THU PHÍ CHỨNG THỰC')),
    closingsOf(view, heading('CHỐT QUỸ')),
  ];
  return (await writeWorkbook(sheets)).slice().buffer;
}

const money = '#,##0';

function movementsOf(
  { movements, sums }: DrawerView | OfficeDrawersView,
  heading: string[],
): Sheet {
  const rows = movements.map((line, index) => [
    ...[
      index + 1,
      formatMinuteVi(Date.parse(line.at)),
      cashKindWords[line.kind],
      cashCauseWords[line.cause],
    ],
    ...[line.kind === 'taken' ? line.amount : null, line.kind === 'returned' ? line.amount : null],
    ...[
      line.receiptNumber,
      line.dossierCode,
      line.requesterName,
      line.documentType,
      line.cashierName,
    ],
    line.isClosed ? 'Đã chốt' : 'Chưa chốt',
  ]);
  const total = [null, 'Tổng cộng', null, null, sums.taken, sums.returned];
  return {
    ...{ name: 'Thu và trả lại', heading },
    columns: [
      ...[
        { title: 'STT', width: 6 },
        { title: 'Lúc', width: 17 },
        { title: 'Khoản', width: 10 },
      ],
      ...[
        { title: 'Nội dung', width: 24 },
        { title: 'Thu (đồng)', width: 14, format: money },
      ],
      ...[
        { title: 'Trả lại (đồng)', width: 14, format: money },
        { title: 'Số biên nhận', width: 14 },
      ],
      ...[
        { title: 'Mã hồ sơ', width: 26 },
        { title: 'Người nộp', width: 28 },
      ],
      ...[
        { title: 'Loại giấy tờ', width: 28 },
        { title: 'Người thu', width: 26 },
      ],
      { title: 'Tình trạng', width: 12 },
    ],
    rows: [...rows, [...total, null, null, null, null, null, null]],
  };
}

function closingsOf({ closings }: DrawerView | OfficeDrawersView, heading: string[]): Sheet {
  const amounts = ['Tiền lẻ ban đầu', 'Thu', 'Trả lại', 'Phải có', 'Đếm được', 'Chênh lệch'];
  return {
    ...{ name: 'Chốt quỹ', heading },
    columns: [
      ...[
        { title: 'Người thu', width: 26 },
        { title: 'Chốt lúc', width: 17 },
        { title: 'Số khoản', width: 10 },
      ],
      ...amounts.map((title) => ({ title: `${title} (đồng)`, width: 18, format: money })),
      { title: 'Ghi chú', width: 40 },
    ],
    rows: closings.map((line) => [
      ...[line.cashierName, formatMinuteVi(Date.parse(line.at)), line.movements, line.opening],
      ...[line.taken, line.returned, line.expected, line.counted, line.counted - line.expected],
      line.note,
    ]),
  };
}
