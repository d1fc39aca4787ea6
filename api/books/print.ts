import { z } from '@hono/zod-openapi';
import { getOffice } from '../../db/offices/get-office';
import { type BookLine, getBook, readLines } from '../../db/registers/list-entries';
import { type PrintedLine, printBook } from '../../documents/paper/print-book';
import { currentLine } from '../../domain/register-line';
import { policyInForce } from '../../policies/policy-in-force';
import type { Mount } from '../http/env';
import { defineRoute, serve } from '../http/guarded-route';
import { describeResponses } from '../http/responses';
import { bookPath } from './contract';

const route = defineRoute('book.list', {
  method: 'get',
  path: '/api/offices/{officeId}/books/{bookId}/print.pdf',
  tags: ['register'],
  summary: 'A month of a book, to be printed and bound (NĐ 23/2015 Đ13.3)',
  request: {
    params: bookPath,
    query: z.object({ month: z.string().regex(/^\d{4}-(0[1-9]|1[0-2])$/, 'ghi như 2026-11') }),
  },
  responses: describeResponses({
    200: {
      description: 'Landscape A4, with totals carried from page to page',
      content: { 'application/pdf': { schema: z.string().openapi({ format: 'binary' }) } },
    },
  }),
});

export const mountPrintBook: Mount = (app, deps) => {
  const { db, rules, now } = deps;
  serve(app, deps, route, async (c, { officeId }) => {
    const book = await getBook(db, officeId, c.req.valid('param').bookId);
    const { month } = c.req.valid('query');
    const { name: officeName, policyId } = await getOffice(db, officeId);
    const lines: PrintedLine[] = [];
    const [year = 0, ofYear = 0] = month.split('-').map(Number);
    const lastDay = new Date(Date.UTC(year, ofYear, 0)).toISOString().slice(0, 10);
    const days = { from: `${month}-01`, to: lastDay };
    for await (const page of readLines(db, { bookId: book.id, ...days })) {
      lines.push(...page.map(printedLine));
    }
    const bytes = await printBook({
      ...{ officeName, bookName: book.name, lines },
      period: `tháng ${month.split('-').reverse().join('/')}`,
      titles: policyInForce(rules, policyId, now()).register.columns,
    });
    return c.body(new Uint8Array(bytes), 200, {
      'content-type': 'application/pdf',
      'content-disposition': `attachment; filename="so-chung-thuc-${month}.pdf"`,
    });
  });
};

function printedLine(line: BookLine): PrintedLine {
  const { numberText, certifiedOn, requesterName, documentName, copies, fee, note, ...rest } =
    currentLine(line);
  const signer = [rest.signerName, rest.signerTitle].filter(Boolean).join(', ');
  const day = certifiedOn.split('-').reverse().join('/');
  const words: PrintedLine['words'] = [numberText, day, requesterName, documentName, signer, note];
  return { words, copies, fee, isVoid: line.voidReason !== null };
}
