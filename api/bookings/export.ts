import { z } from '@hono/zod-openapi';
import { recordExport } from '../../db/audit/record-export';
import { getOffice } from '../../db/offices/get-office';
import { bookingStateDeclarations, bookingStates, timesOf, whoBooked } from '../../domain/bookings';
import { formatDateVi, formatMinuteVi } from '../../time/time';
import type { Mount } from '../http/env';
import { defineRoute, serve } from '../http/guarded-route';
import { binary, describeResponses, xlsxHeaders, xlsxType } from '../http/responses';
import { writeWorkbook } from '../tables/write-workbook';
import { daysAskedSchema } from './booking-contract';
import { readDays } from './read-days';
import { viewDays } from './view-days';

const request = {
  params: z.object({ officeId: z.uuid() }),
  query: daysAskedSchema.extend({ state: z.enum(bookingStates).optional() }),
};

const route = defineRoute('booking.list', {
  ...{ method: 'get', path: '/api/offices/{officeId}/bookings.xlsx', tags: ['bookings'] },
  ...{
    summary: 'The appointments of some days of an office, as Excel',
    request,
  },
  responses: describeResponses({ 200: binary(xlsxType, 'A workbook: a line an appointment') }),
});

const columns = [
  { title: 'STT', width: 6 },
  { title: 'Mã lịch hẹn', width: 22 },
  { title: 'Đối tượng', width: 14 },
  { title: 'Tên đối tượng đăng ký', width: 30 },
  { title: 'CMT/CCCD/MST', width: 16 },
  { title: 'Loại giấy tờ', width: 28 },
  { title: 'Số bản chính', width: 12 },
  { title: 'Thời gian hẹn', width: 17 },
  { title: 'Thời gian hẹn lại', width: 17 },
  { title: 'Trạng thái', width: 22 },
];

/** "Lịch hẹn chờ duyệt" as a file [T-14]; numbers stay masked, and who took it out stands in the log. */
export const mountExportBookings: Mount = (app, deps) => {
  serve(app, deps, route, async (c, { officeId, signedIn: { personId } }) => {
    const { db, now } = deps;
    const { state, ...days } = c.req.valid('query');
    const [first, last] = readDays(days);
    const office = await getOffice(db, officeId);
    const { bookings: all } = await viewDays(deps, office, first, last);
    const bookings = all.filter((row) => state === undefined || row.state === state);
    const at = now();
    const record = { officeId, actorId: personId, list: 'bookings', at: new Date(at) };
    await recordExport(db, { ...record, rows: bookings.length });
    const heading = [
      `LỊCH HẸN TỪ ${formatDateVi(first)} ĐẾN ${formatDateVi(last)}`,
      office.name,
      `Xuất lúc ${formatMinuteVi(at)}. ${bookings.length} lịch hẹn.`,
    ];
    const rows = bookings.map((row, index) => {
      const { first: hour, again } = timesOf(row);
      return [
        ...[index + 1, row.code, whoBooked(row), row.requesterName, row.identifier],
        ...[row.documentType, row.originals, formatMinuteVi(Date.parse(hour))],
        ...[again && formatMinuteVi(Date.parse(again)), bookingStateDeclarations[row.state].vi],
      ];
    });
    const workbook = await writeWorkbook([{ name: 'Lịch hẹn', heading, columns, rows }]);
    return c.body(workbook.slice().buffer, 200, xlsxHeaders('lich-hen'));
  });
};
