import { PassThrough, Readable } from 'node:stream';
import { getOffice } from '../../db/offices/get-office';
import { getBook, readLines } from '../../db/registers/list-entries';
import { policyInForce } from '../../policies/policy-in-force';
import type { Mount } from '../http/env';
import { defineRoute, serve } from '../http/guarded-route';
import { binary, describeResponses, xlsxType } from '../http/responses';
import { bookPath } from './contract';
import { writeBookSheet } from './write-book-sheet';

const route = defineRoute('book.list', {
  method: 'get',
  path: '/api/offices/{officeId}/books/{bookId}/export.xlsx',
  tags: ['register'],
  summary: 'A book as Excel, in its eight columns',
  request: { params: bookPath },
  responses: describeResponses({
    200: binary(xlsxType, 'A workbook, written while it is sent'),
  }),
});

export const mountExportBook: Mount = (app, deps) => {
  const { db, rules, now, log } = deps;
  serve(app, deps, route, async (c, { officeId }) => {
    const book = await getBook(db, officeId, c.req.valid('param').bookId);
    const office = await getOffice(db, officeId);
    const policy = policyInForce(rules, office.policyId, now());
    const out = new PassThrough();
    const lines = readLines(db, { bookId: book.id });
    writeBookSheet(out, { book, officeName: office.name, policy, at: now() }, lines).catch(
      (error: unknown) => {
        log.warn({ err: error }, 'a book was not exported whole');
        out.destroy();
      },
    );
    return c.body(Readable.toWeb(out) as ReadableStream, 200, {
      'content-type': xlsxType,
      'content-disposition': `attachment; filename="so-chung-thuc-${book.year}.xlsx"`,
    });
  });
};
